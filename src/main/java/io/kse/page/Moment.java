package io.kse.page;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time as the page shows it.
 *
 * @param iso for machines, RFC 3339
 * @param clock for people, in UTC: {@code 2026-01-31 12:00:00}
 * @param ago for people in a hurry
 */
record Moment(String iso, String clock, String ago) {
    static Moment of(Instant at, Instant now) {
        String iso = at.truncatedTo(ChronoUnit.SECONDS).toString();
        return new Moment(
                iso, iso.replace('T', ' ').replace("Z", ""), length(Duration.between(at, now)));
    }

    /**
     * The largest two units of a length of time: {@code 7 s}, {@code 3 min 12 s}, {@code 2 d 4 h}.
     */
    static String length(Duration length) {
        if (length.toMinutes() < 1) {
            return Math.max(0, length.toSeconds()) + " s";
        } else if (length.toHours() < 1) {
            return length.toMinutes() + " min " + length.toSecondsPart() + " s";
        } else if (length.toDays() < 1) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toDays() + " d " + length.toHoursPart() + " h";
    }
}
