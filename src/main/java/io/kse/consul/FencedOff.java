package io.kse.consul;

/**
 * Another replica leads by now, or our session is gone: write nothing more with this Fence. Nothing
 * was written.
 */
public final class FencedOff extends ConsulRefused {
    private static final long serialVersionUID = 1;

    public FencedOff(String message, Throwable cause) {
        super(message, cause);
    }
}
