package io.kse.flow;

import io.kse.config.CannotStart;
import java.util.stream.Collectors;

/**
 * Finds the one line in Camel's nested start-up exceptions that tells a user which file, step or
 * option is wrong.
 */
final class StartFailure {
    private StartFailure() {}

    static CannotStart of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStart known) {
                return known;
            }
        }
        StringBuilder message = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            append(message, oneLine(cause));
        }
        return new BadRoutes("routes cannot be started: " + message, failure);
    }

    /** Outer messages often repeat the inner ones. */
    private static void append(StringBuilder message, String line) {
        if (message.indexOf(line) < 0) {
            message.append(message.isEmpty() ? "" : ": ").append(line);
        }
    }

    /** All of it on one line, without the mark that points at a column of the line above. */
    private static String oneLine(Throwable cause) {
        String text =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("^"))
                .collect(Collectors.joining(" "));
    }
}
