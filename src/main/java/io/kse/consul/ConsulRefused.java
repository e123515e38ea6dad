package io.kse.consul;

/**
 * Consul answered, and the answer is no: sending the same again changes nothing.
 *
 * <p>What Consul said is the cause. The message is one line and holds no token.
 */
public class ConsulRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConsulRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
