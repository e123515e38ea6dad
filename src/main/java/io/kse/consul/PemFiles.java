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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nl.altindag.ssl.pem.util.PemUtils;

/**
 * What the files for TLS hold at one moment.
 *
 * <p>Its exceptions name files and never show what is in them. What the PEM parser throws, of many
 * kinds, may quote the text and is not passed on.
 */
final class PemFiles {
    private final Map<Path, String> texts = new TreeMap<>();

    private PemFiles() {}

    /**
     * Reads all of them, and makes no sense of them yet.
     *
     * @throws UnusableCertificate if one cannot be read
     */
    static PemFiles read(TlsSettings settings) {
        PemFiles files = new PemFiles();
        Stream.of(
                        settings.authorities().stream(),
                        settings.clientCertificate().stream(),
                        settings.clientKey().stream())
                .flatMap(paths -> paths)
                .forEach(file -> files.texts.put(file, text(file)));
        return files;
    }

    boolean holdsTheSameAs(PemFiles others) {
        return texts.equals(others.texts);
    }

    /** An identity that can be shown to a server. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /** As Go's tls.LoadX509KeyPair; else the server would turn us away without a reason. */
    Identity identity(Path certificate, Path key) {
        Identity identity = new Identity(privateKey(key), certificates(certificate));
        if (!isPair(identity.key(), identity.chain().get(0))) {
            throw new UnusableCertificate(key, "is not the private key of " + certificate);
        }
        return identity;
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
    List<X509Certificate> certificates(Path file) {
        try {
            return PemUtils.parseCertificate(texts.get(file));
        } catch (RuntimeException e) {
            throw new UnusableCertificate(file, "holds no usable PEM certificate");
        }
    }

    private PrivateKey privateKey(Path file) {
        try {
            return PemUtils.parsePrivateKey(texts.get(file));
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
