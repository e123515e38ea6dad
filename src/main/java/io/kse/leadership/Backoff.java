package io.kse.leadership;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Ever longer pauses up to a limit, spread so that many replicas do not ask together. */
public final class Backoff {
    private static final long FIRST_MILLIS = 200;

    private final DoubleSupplier random;
    private long next = FIRST_MILLIS;

    /**
     * @param random from 0 to 1
     */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    public void reset() {
        next = FIRST_MILLIS;
    }

    /** Between half of the pause whose turn it is and all of it. */
    public Duration next(Duration limit) {
        long pause = Math.min(next, limit.toMillis());
        next = 2 * pause;
        return Duration.ofMillis(Math.round(pause * (0.5 + random.getAsDouble() / 2)));
    }
}
