package io.kse.kubernetes;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When requests to the API server began to fail, and when all is well again. One kind of request
 * that works does not end what another kind suffers from.
 */
final class Outage {
    /** Longer than any request that fails waits before it is tried again. */
    private static final long FORGOTTEN = Duration.ofSeconds(90).toNanos();

    private final Map<RequestKind, Long> failing = new HashMap<>();
    private long since;

    /** How long the present outage is; zero if there is none. */
    synchronized Duration silence(long now) {
        return failing.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - since);
    }

    /** True if the outage begins with this failure. */
    synchronized boolean failed(RequestKind kind, long now) {
        boolean begins = failing.isEmpty();
        if (begins) {
            since = now;
        }
        failing.put(kind, now);
        return begins;
    }

    /**
     * How long the outage was, if it ends here: no kind of request fails any more. One that nobody
     * has tried for long, such as the lookup of a single object, does not count.
     */
    synchronized Optional<Duration> worked(RequestKind kind, long now) {
        if (failing.isEmpty()) {
            return Optional.empty();
        }
        failing.remove(kind);
        failing.values().removeIf(latest -> now - latest > FORGOTTEN);
        return failing.isEmpty() ? Optional.of(Duration.ofNanos(now - since)) : Optional.empty();
    }
}
