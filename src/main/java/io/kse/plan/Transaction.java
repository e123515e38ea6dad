package io.kse.plan;

import java.util.List;

/** Changes that Consul makes all together or not at all: those of one Service. Puts come first. */
public record Transaction(List<KvChange> changes) {
    public Transaction {
        changes = List.copyOf(changes);
    }
}
