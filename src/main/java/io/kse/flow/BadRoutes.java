package io.kse.flow;

import io.kse.config.CannotStart;

/**
 * Route files that cannot be run; waiting does not help. The message says in one line which file
 * and what is wrong.
 */
public final class BadRoutes extends CannotStart {
    private static final long serialVersionUID = 1L;

    BadRoutes(String message, Throwable cause) {
        super(message, cause);
    }

    BadRoutes(String message) {
        super(message);
    }
}
