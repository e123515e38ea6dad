package io.kse.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * When the watch of Nodes is to list all of them anew: with the comparison of the timer, and of a
 * new leader, but not each time that such a comparison has to begin again.
 */
final class Relisting {
    /** What is deleted during a list is not seen to be deleted, so none is made in vain. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private Instant last;

    /**
     * @param last when all were listed
     */
    Relisting(Instant last) {
        this.last = last;
    }

    /** All are listed now. */
    synchronized void begun(Instant now) {
        last = now;
    }

    /** True if that is due with a comparison that {@code triggers} have caused; counts as begun. */
    synchronized boolean isDue(Set<Trigger> triggers, Instant now) {
        boolean isFresh = last.plus(FRESH).isAfter(now);
        boolean isTime = triggers.contains(Trigger.TIMER) && !triggers.contains(Trigger.FAILED);
        boolean isAsked = triggers.contains(Trigger.TIMER) || triggers.contains(Trigger.WON);
        boolean isDue = isTime || isAsked && !isFresh;
        last = isDue ? now : last;
        return isDue;
    }
}
