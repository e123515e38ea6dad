package io.kse.history;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The program logs nothing meanwhile: thousands of histories would say a million lines. */
final class Silence implements AutoCloseable {
    private final Logger program = (Logger) LoggerFactory.getLogger("io.kse");
    private final Level before = program.getLevel();

    Silence() {
        program.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        program.setLevel(before);
    }
}
