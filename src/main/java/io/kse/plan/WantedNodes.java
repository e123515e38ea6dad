package io.kse.plan;

import io.kse.document.NodeList;
import io.kse.node.ExportedNode;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the nodes key should hold.
 *
 * @param nodes all that are included now; empty only if {@code drained}
 * @param deleted names of Nodes of which a watch event has said that they are deleted: their
 *     entries may go however many they are
 * @param drained true if no Node is wanted, on purpose
 */
public record WantedNodes(SortedSet<ExportedNode> nodes, Set<String> deleted, boolean drained) {
    /** What a drained cluster wants. */
    public static final WantedNodes DRAINED =
            new WantedNodes(Collections.emptySortedSet(), Set.of(), true);

    public WantedNodes {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        deleted = Set.copyOf(deleted);
        if (nodes.isEmpty() != drained) {
            throw new IllegalArgumentException("no Node, and not drained: the last list stays");
        }
    }

    /** What a cluster wants that is not drained. */
    public WantedNodes(SortedSet<ExportedNode> nodes, Set<String> deleted) {
        this(nodes, deleted, false);
    }

    /** As it is to be published. */
    NodeList list() {
        return new NodeList(nodes, drained);
    }
}
