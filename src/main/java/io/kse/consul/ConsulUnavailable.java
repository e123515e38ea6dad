package io.kse.consul;

/**
 * Consul did not answer, or not as a working Consul does: try again later.
 *
 * <p>Whether a change was written is not known. The message is one line and holds no token.
 */
public final class ConsulUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final boolean isAnswer;

    /** Nothing came back: refused, reset, timed out, or not understood. */
    public ConsulUnavailable(String address, String reason, Throwable cause) {
        this(address, reason, false, cause);
    }

    ConsulUnavailable(String address, String reason, boolean isAnswer, Throwable cause) {
        super("Consul at " + address + " does not answer: " + reason, cause);
        this.reason = reason;
        this.isAnswer = isAnswer;
    }

    /**
     * True if a status came back, one that says "later": 408, 429 or 5xx. Then the connection
     * works, and Consul, or what is in front of it, does not.
     */
    public boolean isAnswer() {
        return isAnswer;
    }

    /** What happened, without where. */
    public String reason() {
        return reason;
    }
}
