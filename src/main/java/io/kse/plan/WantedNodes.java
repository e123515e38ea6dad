package io.kse.plan;

import io.kse.node.ExportedNode;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the nodes key should hold.
 *
 * @param nodes all that are included now; never empty
 * @param deleted names of Nodes of which a watch event has said that they are deleted: their
 *     entries may go however many they are
 */
public record WantedNodes(SortedSet<ExportedNode> nodes, Set<String> deleted) {
    public WantedNodes {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        deleted = Set.copyOf(deleted);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("no Node: the last list stays");
        }
    }
}
