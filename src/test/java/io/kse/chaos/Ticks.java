package io.kse.chaos;

import java.util.concurrent.atomic.AtomicLong;

/** Puts what one JVM does and sees in one order; no clock is asked. */
final class Ticks {
    private final AtomicLong last = new AtomicLong();

    long next() {
        return last.incrementAndGet();
    }
}
