package io.kse.leadership;

/** This replica is not the leader, or not ready to lead yet, and must not write now. */
public final class NotLeading extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotLeading(String message) {
        super(message);
    }
}
