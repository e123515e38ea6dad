package io.kse.service;

import java.util.Optional;
import java.util.Set;

/** Booleans as the original reads them, with Go's {@code strconv.ParseBool}. */
public final class GoBoolean {
    public static final String ACCEPTED =
            "1, t, T, TRUE, true, True, 0, f, F, FALSE, false or False";

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private GoBoolean() {}

    /** Empty if {@code text} is none of the accepted words. */
    public static Optional<Boolean> parse(String text) {
        if (TRUE.contains(text)) {
            return Optional.of(true);
        }
        return FALSE.contains(text) ? Optional.of(false) : Optional.empty();
    }
}
