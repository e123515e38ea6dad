package io.kse.config;

/**
 * Something that the user has to mend before the program can run, since waiting does not help. The
 * message is one line that names it, what is wrong with it and, where that is not plain, what is
 * accepted; never a secret.
 */
public abstract class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected CannotStart(String message, Throwable cause) {
        super(message, cause);
    }

    protected CannotStart(String message) {
        super(message);
    }
}
