package io.kse.history;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.history.ApiServer.Version;
import io.kse.history.Broken.Promise;
import io.kse.service.ServiceName;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a Service has after a write of it must be all that one of its versions has. */
final class TogetherChecker {
    private final ApiServer api;
    private final Versions versions;
    private final Set<KvKey> deletedByHand = new HashSet<>();

    TogetherChecker(ApiServer api, Versions versions) {
        this.api = api;
        this.versions = versions;
    }

    /** The program hears of it at a comparison only. */
    void deletedByHand(KvKey key) {
        deletedByHand.add(key);
    }

    /**
     * A document of {@code service} was put.
     *
     * @param documents all of ours in Consul since then
     */
    void check(ServiceName service, Map<KvKey, String> documents) {
        Map<KvKey, String> there = new TreeMap<>(documents);
        there.entrySet().removeIf(e -> !versions.isOf(service, e.getKey(), e.getValue()));
        if (api.versions(service).stream().noneMatch(version -> isWhole(version, there))) {
            throw new Broken(
                    Promise.PORTS_CHANGE_TOGETHER,
                    "%s has %s, its versions %s"
                            .formatted(service, there.keySet(), api.versions(service)));
        }
    }

    private boolean isWhole(Version version, Map<KvKey, String> there) {
        Map<KvKey, KvEntry> wanted = version.wanted();
        return !wanted.isEmpty()
                && wanted.entrySet().stream()
                        .filter(each -> !isBesideThePoint(each.getKey(), version.name()))
                        .allMatch(each -> each.getValue().json().equals(there.get(each.getKey())));
    }

    /** What an older Service has taken, and what nobody knows to be gone. */
    private boolean isBesideThePoint(KvKey key, ServiceName service) {
        return versions.isTaken(key, service) || deletedByHand.contains(key);
    }
}
