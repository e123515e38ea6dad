package io.kse.leadership;

/** The lock cannot be asked now: try later. People are told already. */
public class LockUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LockUnavailable(String message) {
        super(message);
    }

    public LockUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
