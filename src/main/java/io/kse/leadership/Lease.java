package io.kse.leadership;

import java.time.Duration;

/**
 * How long we may rely on a session.
 *
 * @param renewedAt when the last successful renewal began, as {@link System#nanoTime()}: the server
 *     cannot have heard of it earlier, and no wall clock that is set can prolong it
 */
record Lease(long renewedAt, Timing timing) {
    /** The leader must have stepped down. */
    boolean isOver(long now) {
        return age(now) > timing.lease().toNanos();
    }

    boolean isDue(long now) {
        return age(now) >= timing.renewal().toNanos();
    }

    /** It should have been renewed by now. */
    boolean isOverdue(long now) {
        return age(now) > 2 * timing.renewal().toNanos();
    }

    /** Until the next renewal: whole seconds, at least one. */
    Duration untilDue(long now) {
        long seconds = Duration.ofNanos(timing.renewal().toNanos() - age(now)).toSeconds();
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    private long age(long now) {
        return now - renewedAt;
    }
}
