package io.kse.consul;

import io.kse.config.TlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import okhttp3.OkHttpClient;
import org.kiwiproject.consul.Consul;

/**
 * What the client needs for TLS, made of PEM files as Consul's Go client reads them.
 *
 * <p>Its exceptions name files and never show what is in them. What the PEM parser throws, of many
 * kinds, may quote the text and is not passed on.
 */
record ConsulTls(SSLContext context, X509TrustManager trust, HostnameVerifier names) {
    private static final char[] NO_PASSWORD = {};

    /**
     * @throws UnusableCertificate if a file cannot be used
     */
    static ConsulTls of(TlsSettings settings) {
        SSLFactory factory = factory(settings);
        SSLContext context = factory.getSslContext();
        return new ConsulTls(
                settings.serverName()
                        .map(name -> NamedSslContext.of(context, name))
                        .orElse(context),
                factory.getTrustManager().orElseThrow(),
                names(settings, factory.getHostnameVerifier()));
    }

    private static HostnameVerifier names(TlsSettings settings, HostnameVerifier verifier) {
        return settings.verified()
                ? (host, session) -> verifier.verify(settings.serverName().orElse(host), session)
                : (host, session) -> true;
    }

    void useIn(Consul.Builder builder) {
        builder.withSslContext(context).withTrustManager(trust).withHostnameVerifier(names);
    }

    void useIn(OkHttpClient.Builder builder) {
        builder.sslSocketFactory(context.getSocketFactory(), trust).hostnameVerifier(names);
    }

    private static SSLFactory factory(TlsSettings settings) {
        SSLFactory.Builder builder = SSLFactory.builder();
        trust(builder, settings);
        settings.clientCertificate()
                .ifPresent(file -> identify(builder, file, settings.clientKey().orElseThrow()));
        return builder.build();
    }

    private static void trust(SSLFactory.Builder builder, TlsSettings settings) {
        if (!settings.verified()) {
            builder.withTrustingAllCertificatesWithoutValidation();
        } else if (settings.authorities().isEmpty()) {
            builder.withDefaultTrustMaterial();
        } else {
            builder.withTrustMaterial(
                    settings.authorities().stream()
                            .flatMap(file -> certificates(file).stream())
                            .toList());
        }
    }

    private static void identify(SSLFactory.Builder builder, Path certificate, Path key) {
        PrivateKey identity = privateKey(key);
        List<X509Certificate> chain = certificates(certificate);
        if (!isPair(identity, chain.get(0))) {
            throw new UnusableCertificate(key, "is not the private key of " + certificate);
        }
        builder.withIdentityMaterial(identity, NO_PASSWORD, chain);
    }

    /** As Go's tls.LoadX509KeyPair does; otherwise the server turns us away without a reason. */
    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature = Signature.getInstance(signing(key));
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signing(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    private static List<X509Certificate> certificates(Path file) {
        String text = text(file);
        try {
            return PemUtils.parseCertificate(text);
        } catch (RuntimeException e) {
            throw new UnusableCertificate(file, "holds no usable PEM certificate");
        }
    }

    private static PrivateKey privateKey(Path file) {
        String text = text(file);
        try {
            return PemUtils.parsePrivateKey(text);
        } catch (RuntimeException e) {
            throw new UnusableCertificate(file, "holds no usable unencrypted PEM private key");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableCertificate(file, "does not exist");
        } catch (AccessDeniedException e) {
            throw new UnusableCertificate(file, "must not be read by this process");
        } catch (IOException e) {
            throw new UnusableCertificate(file, "cannot be read: " + e.getMessage());
        }
    }
}
