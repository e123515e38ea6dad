package io.kse.kubernetes;

import io.kse.config.CannotStart;

/**
 * The settings that lead to the API server cannot be used: waiting does not help. The message is
 * one line and never shows what is in a file.
 */
public final class BadKubeconfig extends CannotStart {
    private static final long serialVersionUID = 1L;

    BadKubeconfig(String message) {
        super(message);
    }

    BadKubeconfig(String message, Throwable cause) {
        super(message, cause);
    }
}
