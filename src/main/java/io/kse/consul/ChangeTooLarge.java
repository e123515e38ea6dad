package io.kse.consul;

/**
 * The request is larger than Consul takes: split it, or give up on its only operation. Nothing was
 * written.
 */
public final class ChangeTooLarge extends ConsulRefused {
    private static final long serialVersionUID = 1;

    public ChangeTooLarge(String message, Throwable cause) {
        super(message, cause);
    }
}
