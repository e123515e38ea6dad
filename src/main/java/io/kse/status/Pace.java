package io.kse.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast something may be done: so often within any one second, at once if need be. */
final class Pace {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int most;
    private final Deque<Instant> last = new ArrayDeque<>();

    /** {@code most}: times a second. */
    Pace(int most) {
        this.most = most;
    }

    /** True if it may be done now, and counts as done then. */
    boolean take(Instant now) {
        last.removeIf(then -> !now.isBefore(then.plus(SECOND)) || now.isBefore(then));
        if (last.size() >= most) {
            return false;
        }
        last.add(now);
        return true;
    }
}
