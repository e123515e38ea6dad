package io.kse.node;

import java.time.Instant;
import java.util.Optional;

/** Why a Node is not in the list. Of several reasons, the first one in this order. */
public enum Exclusion {
    /** Unschedulable, whatever else it is. */
    CORDONED,
    /** Its Ready condition is not true, nor is it taken to be for some time yet. */
    NOT_READY,
    /** It has no InternalIP. */
    NO_ADDRESS,
    /** The selector in use does not find it. */
    NOT_SELECTED;

    /**
     * Empty if it is in the list.
     *
     * @param selector the one in use; empty if none finds any Node that is included
     */
    public static Optional<Exclusion> of(
            ClusterNode node, Optional<NodeSelector> selector, Instant now) {
        if (!node.schedulable()) {
            return Optional.of(CORDONED);
        } else if (!node.isIncluded(now)) {
            return Optional.of(NOT_READY);
        } else if (node.addresses().isEmpty()) {
            return Optional.of(NO_ADDRESS);
        }
        return selector.filter(chosen -> chosen.matches(node.labels())).isPresent()
                ? Optional.empty()
                : Optional.of(NOT_SELECTED);
    }
}
