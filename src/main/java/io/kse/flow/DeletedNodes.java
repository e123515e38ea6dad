package io.kse.flow;

import io.kse.kubernetes.EventSource;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names of Nodes of which a watch event has said that they are deleted. One that merely is not
 * in a list any more is not among them. Remembers the latest ones only, which are more than a
 * cluster deletes while Consul is away.
 */
final class DeletedNodes {
    private static final int REMEMBERED = 10_000;

    private final Set<String> names = new LinkedHashSet<>();

    void add(String name, EventSource source) {
        names.remove(name);
        if (source == EventSource.WATCHED) {
            names.add(name);
        }
        if (names.size() > REMEMBERED) {
            names.remove(names.iterator().next());
        }
    }

    /** It is there again. */
    void remove(String name) {
        names.remove(name);
    }

    /** What was told is old: a Node may have come back since, and nobody watched. */
    void clear() {
        names.clear();
    }

    Set<String> names() {
        return Set.copyOf(names);
    }
}
