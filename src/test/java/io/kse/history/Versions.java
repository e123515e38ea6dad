package io.kse.history;

import io.kse.document.KvKey;
import io.kse.history.ApiServer.Version;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Optional;

/** Tells of which version of which Service a document is. */
final class Versions {
    private final ApiServer api;

    /** A document's Service, and the first and last version of it that had the document. */
    record Found(ServiceName service, int first, int last) {}

    Versions(ApiServer api) {
        this.api = api;
    }

    /** Empty if no version ever had it. */
    Optional<Found> find(KvKey key, String text) {
        for (ServiceName service : ApiServer.names()) {
            List<Integer> numbers =
                    api.versions(service).stream()
                            .filter(version -> has(version, key, text))
                            .map(Version::number)
                            .toList();
            if (!numbers.isEmpty()) {
                int last = numbers.get(numbers.size() - 1);
                return Optional.of(new Found(service, numbers.get(0), last));
            }
        }
        return Optional.empty();
    }

    private static boolean has(Version version, KvKey key, String text) {
        return Optional.ofNullable(version.wanted().get(key))
                .filter(entry -> entry.json().equals(text))
                .isPresent();
    }

    boolean isOf(ServiceName service, KvKey key, String text) {
        return find(key, text).filter(found -> found.service().equals(service)).isPresent();
    }

    /** True if an older Service may have taken it meanwhile. */
    boolean isTaken(KvKey key, ServiceName service) {
        return ApiServer.names().stream()
                .filter(other -> !other.equals(service))
                .flatMap(other -> api.versions(other).stream())
                .anyMatch(version -> version.wanted().containsKey(key));
    }
}
