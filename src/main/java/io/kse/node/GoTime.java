package io.kse.node;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 3339 as Go's {@code time.Parse(time.RFC3339, …)} reads it, with what is peculiar to Go: an
 * hour of one digit, a comma before the fraction and offsets of up to 24:60 are fine; lower-case
 * letters, a leap second and hour 24 are not. Never throws.
 */
final class GoTime {
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
                            + "(?:[.,]([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))");
    private static final int NANO_DIGITS = 9;
    private static final int HOURS = 24;
    private static final int MINUTES = 60;
    private static final int SECONDS = 60;

    private final Matcher parts;

    private GoTime(Matcher parts) {
        this.parts = parts;
    }

    /** Empty if Go would not take {@code text} for a time. */
    static Optional<Instant> parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        return parts.matches() ? new GoTime(parts).instant() : Optional.empty();
    }

    private Optional<Instant> instant() {
        boolean hasOffset = parts.group(8) != null;
        if (hasOffset && (number(9) > HOURS || number(10) > MINUTES)) {
            return Optional.empty();
        }
        try {
            Instant local = local().toInstant(ZoneOffset.UTC);
            return Optional.of(hasOffset ? local.minusSeconds(offset()) : local);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private LocalDateTime local() {
        return LocalDateTime.of(
                number(1), number(2), number(3), number(4), number(5), number(6), nanos());
    }

    /** Go cuts off what a nanosecond cannot hold. */
    private int nanos() {
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        String digits = (fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
        return Integer.parseInt(digits);
    }

    private long offset() {
        long seconds = ((long) number(9) * MINUTES + number(10)) * SECONDS;
        return parts.group(8).equals("-") ? -seconds : seconds;
    }

    private int number(int group) {
        return Integer.parseInt(parts.group(group));
    }
}
