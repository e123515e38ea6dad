package io.kse.flow;

/**
 * Finds the one line in Camel's nested start-up exceptions that tells a user which file, step or
 * option is wrong.
 */
final class StartFailure {
    private StartFailure() {}

    static BadRoutes of(Exception failure) {
        if (failure instanceof BadRoutes bad) {
            return bad;
        }
        StringBuilder message = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            append(message, firstLine(cause));
        }
        return new BadRoutes("routes cannot be started: " + message, failure);
    }

    /** Outer messages often repeat the inner ones. */
    private static void append(StringBuilder message, String line) {
        if (message.indexOf(line) < 0) {
            message.append(message.isEmpty() ? "" : ": ").append(line);
        }
    }

    private static String firstLine(Throwable cause) {
        String text =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    }
}
