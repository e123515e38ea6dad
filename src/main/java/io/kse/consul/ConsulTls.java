package io.kse.consul;

import io.kse.config.TlsSettings;
import io.kse.consul.PemFiles.Identity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.SSLFactoryUtils;
import okhttp3.OkHttpClient;
import org.kiwiproject.consul.Consul;

/**
 * What the clients need for TLS, made of PEM files as Consul's Go client reads them.
 *
 * <p>Keeps what it has when it is given files that are no use.
 */
final class ConsulTls {
    private static final char[] NO_PASSWORD = {};

    private final TlsSettings settings;
    private final SSLFactory factory;
    private PemFiles used;
    private Optional<Identity> identity;

    /**
     * @throws UnusableCertificate if a file cannot be used
     */
    ConsulTls(TlsSettings settings) {
        this.settings = settings;
        this.used = PemFiles.read(settings);
        this.identity = used.identity();
        this.factory =
                factory(
                        SSLFactory.builder()
                                .withSwappableIdentityMaterial()
                                .withSwappableTrustMaterial(),
                        trusted(used),
                        identity);
    }

    /**
     * New connections use what is in these files.
     *
     * @return false if that is what they use already
     * @throws UnusableCertificate if a file cannot be used; then they use what they did
     */
    synchronized boolean take(PemFiles files) {
        if (files.holdsTheSameAs(used)) {
            return false;
        }
        Optional<Identity> renewed = files.identity();
        SSLFactoryUtils.reload(factory, factory(SSLFactory.builder(), trusted(files), renewed));
        used = files;
        identity = renewed;
        return true;
    }

    /** Those of the files; empty means others, or anybody. */
    private List<X509Certificate> trusted(PemFiles files) {
        return settings.verified() ? files.authorities() : List.of();
    }

    /** The one that is shown to Consul; empty means none. */
    synchronized Optional<Identity> identity() {
        return identity;
    }

    /**
     * What can be parsed may be no use yet, such as certificates that are no chain; the library
     * says so with exceptions of many kinds.
     */
    private SSLFactory factory(
            SSLFactory.Builder builder, List<X509Certificate> authorities, Optional<Identity> own) {
        try {
            trust(builder, authorities);
            own.ifPresent(
                    shown -> builder.withIdentityMaterial(shown.key(), NO_PASSWORD, shown.chain()));
            return builder.build();
        } catch (RuntimeException e) {
            throw UnusableCertificate.together(settings, e);
        }
    }

    private void trust(SSLFactory.Builder builder, List<X509Certificate> authorities) {
        if (!settings.verified()) {
            builder.withTrustingAllCertificatesWithoutValidation();
        } else if (authorities.isEmpty()) {
            builder.withDefaultTrustMaterial();
        } else {
            builder.withTrustMaterial(authorities);
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
}
