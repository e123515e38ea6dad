package io.kse.node;

import java.util.Comparator;

/**
 * One address of a Node that traffic may go to.
 *
 * @param name of the Node
 * @param address an InternalIP of it, as the cluster says it
 */
public record ExportedNode(String name, String address) implements Comparable<ExportedNode> {
    private static final Comparator<ExportedNode> ORDER =
            Comparator.comparing(ExportedNode::name).thenComparing(ExportedNode::address);

    /** By name, then by address. */
    @Override
    public int compareTo(ExportedNode other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name + " " + address;
    }
}
