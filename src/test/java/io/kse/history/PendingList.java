package io.kse.history;

import io.fabric8.kubernetes.api.model.Service;
import java.util.List;

/** A list that was asked for, and is answered at some moment: it shows what there is then. */
final class PendingList {
    final long arrival;
    final int term;

    /** Null until it is answered. */
    List<Service> services;

    /** True once a comparison has gone on without it: its answer is worth another one. */
    boolean ringsWhenAnswered;

    /**
     * @param arrival of the last event before it was asked for
     * @param term as {@link Replica#term()} of then: it is good for no other
     */
    PendingList(long arrival, int term) {
        this.arrival = arrival;
        this.term = term;
    }
}
