package io.kse.manifests;

import java.util.Locale;
import java.util.stream.Stream;

/** What becomes of a part of the program without a right, as docs/rbac.md has it. */
public enum Outcome {
    YES,
    NO,
    /** Each Event is written, and none is counted up. */
    ONCE,
    /** With the next change of something else, or the next comparison. */
    LATE;

    /** {@code cell}: of a table there; its word in lower case. */
    static Outcome of(String cell) {
        return Stream.of(values())
                .filter(outcome -> outcome.name().toLowerCase(Locale.ROOT).equals(cell))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no outcome: " + cell));
    }

    public boolean isYes() {
        return this == YES;
    }

    public boolean isNo() {
        return this == NO;
    }
}
