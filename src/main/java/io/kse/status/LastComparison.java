package io.kse.status;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers the last comparison, and how much drift there was since the start: changes by
 * comparisons for which nothing but time was a reason. Those that an event happened to make
 * meanwhile are among them.
 */
public final class LastComparison {
    private final Clock clock;
    private Optional<Ended> last = Optional.empty();
    private Changes.Count drift = new Changes.Count(0, 0);

    /** {@code at}: when it ended. */
    public record Ended(Instant at, Compared compared) {}

    public LastComparison(Clock clock) {
        this.clock = clock;
    }

    public synchronized void ended(Compared compared) {
        last = Optional.of(new Ended(clock.instant(), compared));
        if (compared.byTimerOnly()) {
            drift = drift.plus(compared.made());
        }
    }

    /** Empty if this replica has compared nothing since the start. */
    public synchronized Optional<Ended> last() {
        return last;
    }

    /** What was repaired though nobody had asked for a change. */
    public synchronized Changes.Count drift() {
        return drift;
    }
}
