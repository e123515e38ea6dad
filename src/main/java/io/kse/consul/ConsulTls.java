package io.kse.consul;

import io.kse.config.TlsSettings;
import io.kse.consul.PemFiles.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.SSLFactoryUtils;
import okhttp3.OkHttpClient;
import org.kiwiproject.consul.Consul;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clients need for TLS, made of PEM files as Consul's Go client reads them, and made anew
 * when the files change: then new connections use it.
 *
 * <p>Keeps what it has while the files are no use, such as a certificate without its new key, and
 * says so once.
 */
final class ConsulTls {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulTls.class);
    private static final char[] NO_PASSWORD = {};

    /** Who renews certificates does so long before they end. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final TlsSettings settings;
    private final SSLFactory factory;
    private PemFiles used;
    private Optional<Identity> identity;
    private String trouble = "";
    private boolean isSaid;
    private boolean isOutdatedSaid;
    private long nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();

    private ConsulTls(TlsSettings settings) {
        this.settings = settings;
        this.used = PemFiles.read(settings);
        this.identity = identity(settings, used);
        this.factory =
                builder(settings, used, identity)
                        .withSwappableIdentityMaterial()
                        .withSwappableTrustMaterial()
                        .build();
    }

    /**
     * @throws UnusableCertificate if a file cannot be used
     */
    static ConsulTls of(TlsSettings settings) {
        ConsulTls tls = new ConsulTls(settings);
        tls.tellIfOutdated();
        return tls;
    }

    private static Optional<Identity> identity(TlsSettings settings, PemFiles files) {
        return settings.clientCertificate()
                .map(
                        certificate ->
                                files.identity(certificate, settings.clientKey().orElseThrow()));
    }

    private static SSLFactory.Builder builder(
            TlsSettings settings, PemFiles files, Optional<Identity> identity) {
        SSLFactory.Builder builder = SSLFactory.builder();
        trust(builder, settings, files);
        identity.ifPresent(
                own -> builder.withIdentityMaterial(own.key(), NO_PASSWORD, own.chain()));
        return builder;
    }

    private static void trust(SSLFactory.Builder builder, TlsSettings settings, PemFiles files) {
        if (!settings.verified()) {
            builder.withTrustingAllCertificatesWithoutValidation();
        } else if (settings.authorities().isEmpty()) {
            builder.withDefaultTrustMaterial();
        } else {
            builder.withTrustMaterial(
                    settings.authorities().stream()
                            .flatMap(file -> files.certificates(file).stream())
                            .toList());
        }
    }

    void useIn(Consul.Builder builder) {
        builder.withSslContext(context()).withTrustManager(trust()).withHostnameVerifier(names());
    }

    void useIn(OkHttpClient.Builder builder) {
        builder.sslSocketFactory(context().getSocketFactory(), trust()).hostnameVerifier(names());
    }

    private SSLContext context() {
        SSLContext context = factory.getSslContext();
        return settings.serverName().map(name -> NamedSslContext.of(context, name)).orElse(context);
    }

    private X509TrustManager trust() {
        return factory.getTrustManager().orElseThrow();
    }

    private HostnameVerifier names() {
        HostnameVerifier verifier = factory.getHostnameVerifier();
        return settings.verified()
                ? (host, session) -> verifier.verify(settings.serverName().orElse(host), session)
                : (host, session) -> true;
    }

    /** Before each request; looks at the files every 10 seconds at most. */
    synchronized void look() {
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();
            renew();
        }
    }

    /** Takes what the files hold now, if it is another and of use. */
    synchronized void renew() {
        try {
            PemFiles now = PemFiles.read(settings);
            if (!now.holdsTheSameAs(used)) {
                use(now);
            }
            tellIfUsedAgain();
            tellIfOutdated();
        } catch (UnusableCertificate e) {
            keep(e);
        }
    }

    private void use(PemFiles now) {
        Optional<Identity> renewed = identity(settings, now);
        SSLFactoryUtils.reload(factory, builder(settings, now, renewed).build());
        used = now;
        identity = renewed;
        isOutdatedSaid = false;
        LOG.info(
                "The files for TLS towards Consul have changed: new connections use them{}", end());
    }

    private String end() {
        return identity.map(own -> ", our certificate until " + until(own)).orElse("");
    }

    private static Instant until(Identity own) {
        return own.chain().get(0).getNotAfter().toInstant();
    }

    /** At the second look: between two files of one renewal it is no trouble. */
    private void keep(UnusableCertificate e) {
        boolean isNews = !e.getMessage().equals(trouble);
        if (isNews) {
            isSaid = false;
        } else if (!isSaid) {
            isSaid = true;
            LOG.warn(
                    "{}: what was read before is used for TLS towards Consul until it is of use",
                    e.getMessage());
        }
        trouble = e.getMessage();
    }

    private void tellIfUsedAgain() {
        if (isSaid) {
            LOG.info("The files for TLS towards Consul are of use again");
        }
        isSaid = false;
        trouble = "";
    }

    /** Consul says of such a certificate no more than that it is bad. */
    private void tellIfOutdated() {
        Instant now = Instant.now();
        identity.filter(own -> !isOutdatedSaid && isOutdated(own, now))
                .ifPresent(
                        own -> {
                            isOutdatedSaid = true;
                            LOG.warn(
                                    "CONSUL_CLIENT_CERT {} is valid from {} to {} only, and it is"
                                            + " {} now: Consul may turn us away until it is"
                                            + " renewed",
                                    settings.clientCertificate().orElseThrow(),
                                    own.chain().get(0).getNotBefore().toInstant(),
                                    until(own),
                                    now);
                        });
    }

    private static boolean isOutdated(Identity own, Instant now) {
        return now.isAfter(until(own))
                || now.isBefore(own.chain().get(0).getNotBefore().toInstant());
    }
}
