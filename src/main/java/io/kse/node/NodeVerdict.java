package io.kse.node;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a Node is in the list, and why it is not, in the order in which somebody would look. */
public enum NodeVerdict {
    INCLUDED("ready and schedulable"),
    PRETENDS("not ready, but " + ClusterNode.PRETEND_READY_UNTIL + " says to keep it"),
    CORDONED("cordoned (unschedulable)"),
    NOT_READY("not ready"),
    NO_ADDRESS("without an InternalIP"),
    NOT_SELECTED("not selected");

    /** All that keep a Node out of the list. */
    public static final Set<NodeVerdict> EXCLUDED =
            Collections.unmodifiableSet(EnumSet.range(CORDONED, NOT_SELECTED));

    private final String reason;

    NodeVerdict(String reason) {
        this.reason = reason;
    }

    /**
     * As {@link NodeExport#of} decides.
     *
     * @param chosen the selector that is used; empty if none finds any Node that is included
     */
    public static NodeVerdict of(ClusterNode node, Optional<NodeSelector> chosen, Instant now) {
        if (!node.schedulable()) {
            return CORDONED;
        } else if (!node.isIncluded(now)) {
            return NOT_READY;
        } else if (node.addresses().isEmpty()) {
            return NO_ADDRESS;
        } else if (chosen.filter(selector -> selector.matches(node.labels())).isEmpty()) {
            return NOT_SELECTED;
        }
        return node.pretendsOnly(now) ? PRETENDS : INCLUDED;
    }

    public boolean isIncluded() {
        return !EXCLUDED.contains(this);
    }

    /** For people. */
    public String reason() {
        return reason;
    }
}
