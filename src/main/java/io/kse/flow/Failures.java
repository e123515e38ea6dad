package io.kse.flow;

/**
 * What log steps say of a failure: our own exceptions speak in one line, but Camel wraps those from
 * within a split.
 */
public final class Failures {
    private static final String OURS = "io.kse.";

    /** The message of the outermost exception of ours; of the outermost one if none is. */
    public String line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(OURS)) {
                return cause.getMessage();
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
