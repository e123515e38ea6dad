package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.service.ServiceName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers the documents that Services have wanted before, by their hashes: the last versions of
 * those that have changed last, also of Services that are gone and may be made again. Not for
 * several threads.
 */
final class EarlierVersions {
    /** Of a Service; more than it is likely to have between two that Consul has seen. */
    private static final int MOST_VERSIONS = 16;

    private static final int MOST_SERVICES = 10_000;

    /** Whose last change is the longest ago comes first. */
    private final Map<ServiceName, Deque<Set<String>>> versions = new LinkedHashMap<>();

    /** The Service has wanted these, and wants others now. */
    void remember(ServiceName service, Collection<KvEntry> wanted) {
        Set<String> version =
                wanted.stream().map(entry -> entry.document().hash()).collect(Collectors.toSet());
        Deque<Set<String>> ofService = versions.remove(service);
        Deque<Set<String>> now = ofService == null ? new ArrayDeque<>() : ofService;
        now.remove(version);
        now.addLast(version);
        if (now.size() > MOST_VERSIONS) {
            now.removeFirst();
        }
        versions.put(service, now);
        if (versions.size() > MOST_SERVICES) {
            versions.remove(versions.keySet().iterator().next());
        }
    }

    /** The hashes of all of them. */
    Stream<String> hashes(ServiceName service) {
        return versions.getOrDefault(service, new ArrayDeque<>()).stream().flatMap(Set::stream);
    }
}
