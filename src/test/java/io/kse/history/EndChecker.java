package io.kse.history;

import io.kse.document.KvKey;
import io.kse.history.ApiServer.Version;
import io.kse.history.Broken.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What Consul holds when everything is quiet must be what the Services want by then. */
final class EndChecker {
    private static final Comparator<Version> OLDEST_FIRST =
            Comparator.comparing(
                            (Version version) ->
                                    version.service().getMetadata().getCreationTimestamp())
                    .thenComparing(Version::name);

    private final ApiServer api;
    private final Versions versions;

    EndChecker(ApiServer api, Versions versions) {
        this.api = api;
        this.versions = versions;
    }

    /**
     * @param documents ours in Consul
     * @param held those whose deletes the brake holds
     */
    void check(Map<KvKey, String> documents, Set<KvKey> held) {
        Map<KvKey, String> expected = expected();
        List<String> wrong = new ArrayList<>();
        expected.forEach(
                (key, text) -> {
                    if (!text.equals(documents.get(key))) {
                        wrong.add(
                                "%s is %s".formatted(key, documents.getOrDefault(key, "missing")));
                    }
                });
        documents.forEach(
                (key, text) -> {
                    if (!expected.containsKey(key) && !held.contains(key) && !isKept(key, text)) {
                        wrong.add(key + " is still there");
                    }
                });
        if (!wrong.isEmpty()) {
            throw new Broken(Promise.CONVERGES, wrong.toString());
        }
    }

    /** The oldest of those that want a key has it. */
    private Map<KvKey, String> expected() {
        Map<KvKey, String> expected = new TreeMap<>();
        ApiServer.names().stream()
                .flatMap(name -> api.last(name).stream())
                .filter(version -> !version.isGone())
                .sorted(OLDEST_FIRST)
                .forEach(
                        version ->
                                version.wanted()
                                        .forEach((key, e) -> expected.putIfAbsent(key, e.json())));
        return expected;
    }

    private boolean isKept(KvKey key, String text) {
        Optional<Version> maker =
                versions.find(key, text).flatMap(found -> api.last(found.service()));
        return maker.filter(Version::keeps).isPresent();
    }
}
