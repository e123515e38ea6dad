package io.kse.consul;

import io.kse.config.CannotStart;
import java.nio.file.Path;

/**
 * A file for TLS towards Consul cannot be used. The message names the file and never its content.
 */
public final class UnusableCertificate extends CannotStart {
    private static final long serialVersionUID = 1;

    public UnusableCertificate(Path file, String why) {
        super(file + " " + why);
    }
}
