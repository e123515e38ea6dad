package io.kse.leadership;

/** A right is missing: try again, but seldom. People are told already. */
public final class LockDenied extends LockUnavailable {
    private static final long serialVersionUID = 1;

    public LockDenied(String message, Throwable cause) {
        super(message, cause);
    }
}
