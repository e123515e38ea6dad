package io.kse.consul;

/**
 * Consul did not answer, or not as a working Consul does: try again later.
 *
 * <p>Whether a change was written is not known. The message is one line and holds no token.
 */
public final class ConsulUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    public ConsulUnavailable(String address, String reason, Throwable cause) {
        super("Consul at " + address + " does not answer: " + reason, cause);
        this.reason = reason;
    }

    /** What happened, without where. */
    public String reason() {
        return reason;
    }
}
