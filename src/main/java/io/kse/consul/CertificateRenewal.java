package io.kse.consul;

import io.kse.config.Setting;
import io.kse.config.TlsSettings;
import io.kse.consul.PemFiles.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the files for TLS have changed, so that renewed certificates are used.
 *
 * <p>Never throws because of a file: what was read before stays in use, and the log says so once.
 */
final class CertificateRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

    /** Who renews certificates does so long before they end. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final ConsulTls tls;
    private final TlsSettings settings;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Trouble seen = new Trouble();
    private final Trouble told = new Trouble();
    private final Trouble outdated = new Trouble();
    private long nextLook;

    /**
     * Says so if our certificate is not valid now.
     *
     * @param tls has just read the files of {@code settings}
     * @param nanoTime as {@link System#nanoTime()}
     */
    CertificateRenewal(
            ConsulTls tls, TlsSettings settings, LongSupplier nanoTime, InstantSource clock) {
        this.tls = tls;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.nextLook = nanoTime.getAsLong() + BETWEEN_LOOKS.toNanos();
        tellIfOutdated();
    }

    /** Before each request; looks at the files every 10 seconds at most. */
    synchronized void look() {
        if (nanoTime.getAsLong() - nextLook >= 0) {
            nextLook = nanoTime.getAsLong() + BETWEEN_LOOKS.toNanos();
            renew();
            tellIfOutdated();
        }
    }

    private void renew() {
        try {
            PemFiles files = PemFiles.read(settings);
            if (tls.take(files)) {
                LOG.info(
                        "The files for TLS towards Consul have changed: new connections use them{}{}",
                        end(),
                        gone(files));
            }
            tellIfUsedAgain();
        } catch (UnusableCertificate e) {
            tell(e.getMessage());
        }
    }

    private String end() {
        return tls.identity().map(own -> ", our certificate until " + end(own)).orElse("");
    }

    private static String gone(PemFiles files) {
        List<Path> gone = files.gone();
        return gone.isEmpty() ? "" : "; gone, and trusted no more: " + gone;
    }

    /** At the second look: between two files of one renewal it is no trouble. */
    private void tell(String trouble) {
        if (!seen.isNews(trouble) && told.isNews(trouble)) {
            LOG.warn(
                    "{}: what was read before is used for TLS towards Consul until it is of use",
                    trouble);
        }
    }

    private void tellIfUsedAgain() {
        seen.isOver();
        if (told.isOver()) {
            LOG.info("The files for TLS towards Consul are of use again");
        }
    }

    private void tellIfOutdated() {
        tls.identity().ifPresent(own -> tellIfOutdated(own, clock.instant()));
    }

    /** Consul says of such a certificate no more than that it is bad. */
    private void tellIfOutdated(Identity own, Instant now) {
        if (!now.isBefore(begin(own)) && !now.isAfter(end(own))) {
            outdated.isOver();
        } else if (outdated.isNews(begin(own) + " to " + end(own))) {
            LOG.warn(
                    "{} {} is valid from {} to {} only, and it is {} now: Consul may turn us away"
                            + " until it is renewed",
                    Setting.CONSUL_CLIENT_CERT,
                    settings.clientCertificate().orElseThrow(),
                    begin(own),
                    end(own),
                    now);
        }
    }

    private static Instant begin(Identity own) {
        return own.chain().get(0).getNotBefore().toInstant();
    }

    private static Instant end(Identity own) {
        return own.chain().get(0).getNotAfter().toInstant();
    }
}
