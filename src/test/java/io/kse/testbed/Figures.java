package io.kse.testbed;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of a test run, for its log. */
public final class Figures {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

    private Figures() {}

    public static void since(String what, long begunNanos) {
        LOG.info("FIGURE {}: {}", what, Duration.ofNanos(System.nanoTime() - begunNanos));
    }
}
