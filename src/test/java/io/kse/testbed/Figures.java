package io.kse.testbed;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of a test run, for its log. */
public final class Figures {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

    private Figures() {}

    public static void since(String what, long begunNanos) {
        length(what, Duration.ofNanos(System.nanoTime() - begunNanos));
    }

    public static void length(String what, Duration length) {
        LOG.info("FIGURE {}: {}", what, length);
    }

    public static void count(String what, Object count) {
        LOG.info("FIGURE {}: {}", what, count);
    }
}
