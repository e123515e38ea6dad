package io.kse.consul;

/** Our token lacks a right, or is none: a person has to act. Nothing was written. */
public final class ConsulDenied extends ConsulRefused {
    private static final long serialVersionUID = 1;

    public ConsulDenied(String message, Throwable cause) {
        super(message, cause);
    }
}
