package io.kse.status;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Remembers the last comparison. */
public final class LastComparison {
    private final Clock clock;
    private Optional<Ended> last = Optional.empty();

    /** {@code at}: when it ended. */
    public record Ended(Instant at, Compared compared) {}

    public LastComparison(Clock clock) {
        this.clock = clock;
    }

    public synchronized void ended(Compared compared) {
        last = Optional.of(new Ended(clock.instant(), compared));
    }

    /** Empty if this replica has compared nothing since the start. */
    public synchronized Optional<Ended> last() {
        return last;
    }
}
