package io.kse.http;

import io.kse.config.CannotStart;

/** Our HTTP server cannot listen where it was told to. */
public final class AddressTaken extends CannotStart {
    private static final long serialVersionUID = 1L;

    AddressTaken(HttpAddress address, Throwable cause) {
        super(
                "HTTP cannot listen on %s: %s; KSE_HTTP_IP and KSE_HTTP_PORT say where"
                        .formatted(address, cause.getMessage()),
                cause);
    }
}
