package io.kse.consul;

import static io.kse.consul.UnusableCertificate.AUTHORITIES;
import static io.kse.consul.UnusableCertificate.CERTIFICATE;
import static io.kse.consul.UnusableCertificate.KEY;

import io.kse.config.TlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.altindag.ssl.pem.util.PemUtils;

/**
 * What the files for TLS hold at one moment.
 *
 * <p>Its exceptions name settings and files, and never show what is in them. What the PEM parser
 * throws, of many kinds, may quote the text and is not passed on.
 */
final class PemFiles {
    private final TlsSettings settings;
    private final Map<Path, String> texts = new TreeMap<>();

    private PemFiles(TlsSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads all of them, and makes no sense of them yet.
     *
     * @throws UnusableCertificate if one cannot be read
     */
    static PemFiles read(TlsSettings settings) {
        PemFiles files = new PemFiles(settings);
        settings.authorities().forEach(file -> files.read(AUTHORITIES, file));
        settings.clientCertificate().ifPresent(file -> files.read(CERTIFICATE, file));
        settings.clientKey().ifPresent(file -> files.read(KEY, file));
        return files;
    }

    private void read(String setting, Path file) {
        try {
            texts.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UnusableCertificate(setting, file, Unreadable.why(e));
        }
    }

    boolean holdsTheSameAs(PemFiles others) {
        return texts.equals(others.texts);
    }

    /** An identity that can be shown to a server. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /**
     * As Go's tls.LoadX509KeyPair; else the server would turn us away without a reason.
     *
     * @return empty if there is to be none
     * @throws UnusableCertificate if the files do not hold one
     */
    Optional<Identity> identity() {
        return settings.clientCertificate()
                .map(certificate -> identity(certificate, settings.clientKey().orElseThrow()));
    }

    private Identity identity(Path certificate, Path key) {
        Identity identity = new Identity(privateKey(key), certificates(CERTIFICATE, certificate));
        if (!isPair(identity.key(), identity.chain().get(0))) {
            throw new UnusableCertificate(KEY, key, "is not the private key of " + certificate);
        }
        return identity;
    }

    /**
     * Those to trust.
     *
     * @return empty if there are no files of them
     * @throws UnusableCertificate if a file holds none
     */
    List<X509Certificate> authorities() {
        return settings.authorities().stream()
                .flatMap(file -> certificates(AUTHORITIES, file).stream())
                .toList();
    }

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

    /** At least one. */
    private List<X509Certificate> certificates(String setting, Path file) {
        try {
            return PemUtils.parseCertificate(texts.get(file));
        } catch (RuntimeException e) {
            throw new UnusableCertificate(setting, file, "holds no usable PEM certificate");
        }
    }

    private PrivateKey privateKey(Path file) {
        try {
            return PemUtils.parsePrivateKey(texts.get(file));
        } catch (RuntimeException e) {
            throw new UnusableCertificate(KEY, file, "holds no usable unencrypted PEM private key");
        }
    }
}
