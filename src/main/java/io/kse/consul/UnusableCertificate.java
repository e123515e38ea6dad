package io.kse.consul;

import io.kse.config.CannotStart;
import io.kse.config.Setting;
import io.kse.config.TlsSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file for TLS towards Consul cannot be used. The message names the setting and the file, and
 * never its content.
 */
public final class UnusableCertificate extends CannotStart {
    /** Which of the two it was that named a file is not kept. */
    static final String AUTHORITIES = Setting.CONSUL_CACERT + " or " + Setting.CONSUL_CAPATH;

    static final String CERTIFICATE = Setting.CONSUL_CLIENT_CERT.name();
    static final String KEY = Setting.CONSUL_CLIENT_KEY.name();

    private static final long serialVersionUID = 1;

    private UnusableCertificate(String message, RuntimeException cause) {
        super(message, cause);
    }

    UnusableCertificate(String setting, Path file, String why) {
        super(setting + " " + file + " " + why);
    }

    /** Each file is good by itself. What the cause says may show more than names. */
    static UnusableCertificate together(TlsSettings settings, RuntimeException cause) {
        List<Path> files = new ArrayList<>(settings.authorities());
        settings.clientCertificate().ifPresent(files::add);
        settings.clientKey().ifPresent(files::add);
        String kind = cause.getClass().getSimpleName();
        return new UnusableCertificate(
                "the files for TLS towards Consul are no use together (" + kind + "): " + files,
                cause);
    }
}
