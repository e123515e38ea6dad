package io.kse.explain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that has happened since this replica's start.
 *
 * @param at by our clock
 * @param what for people
 */
public record Past(Instant at, String what) {
    /** More digits would only make lines long. */
    public Past {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
