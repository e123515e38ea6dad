package io.kse.plan;

import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.Part;
import java.util.List;

/**
 * Changes that Consul makes all together or not at all. Puts of a Service come before its deletes.
 *
 * @param touched whose changes these are; orphans and the brake's own keys are nobody's
 */
public record Transaction(List<KvChange> changes, List<? extends Part> touched) {
    public Transaction {
        changes = List.copyOf(changes);
        touched = List.copyOf(touched);
    }

    /** Changes that are nobody's. */
    public Transaction(List<KvChange> changes) {
        this(changes, List.of());
    }

    /** True if it only takes away. */
    public boolean deletesOnly() {
        return changes.stream().noneMatch(Put.class::isInstance);
    }
}
