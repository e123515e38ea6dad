package io.kse.leadership;

import java.time.Duration;

/**
 * Leaves a lock alone that another cluster had, so that its next leader comes first. Counts from
 * the moment in which the lock is seen to be free.
 */
final class Yield {
    private final long nanos;
    private boolean isTheirs;
    private long until;

    /**
     * @param now as {@link System#nanoTime()}, here and below
     */
    Yield(Duration yield, long now) {
        this.nanos = yield.toNanos();
        this.until = now;
    }

    /** Somebody else holds the lock. */
    void held(boolean isAnotherClusters) {
        isTheirs = isAnotherClusters;
    }

    /** Nobody holds the lock. */
    void free(long now) {
        if (isTheirs) {
            isTheirs = false;
            until = now + nanos;
        }
    }

    boolean isOn(long now) {
        return now - until < 0;
    }
}
