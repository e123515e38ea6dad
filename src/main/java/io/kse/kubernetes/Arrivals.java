package io.kse.kubernetes;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the events of the cluster in the order in which they came in. A number never comes twice,
 * so that an event can be told to be older or younger than a list that began at {@link #latest()}.
 */
public final class Arrivals {
    private final AtomicLong latest = new AtomicLong();

    /** The number of the event that has just come in; the first one gets 1. */
    public long next() {
        return latest.incrementAndGet();
    }

    /** The number of the youngest event; 0 if there was none yet. */
    public long latest() {
        return latest.get();
    }
}
