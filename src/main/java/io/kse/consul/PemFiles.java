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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.altindag.ssl.pem.util.PemUtils;

/**
 * What the files for TLS hold at one moment.
 *
 * <p>Its exceptions name settings and files, and never show what is in them. What the PEM parser
 * throws, of many kinds, may quote the text and is not passed on.
 */
final class PemFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?-----END \\1-----", Pattern.DOTALL);

    /** Java's Ed25519 does not verify its own signature of nothing. */
    private static final byte[] ANYTHING = {1};

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
        present(settings.authorities()).forEach(file -> files.read(AUTHORITIES, file));
        settings.clientCertificate().ifPresent(file -> files.read(CERTIFICATE, file));
        settings.clientKey().ifPresent(file -> files.read(KEY, file));
        return files;
    }

    /** If all are gone, somebody erred; what is merely out of reach is not gone. */
    private static List<Path> present(List<Path> authorities) {
        List<Path> present = authorities.stream().filter(file -> !Files.notExists(file)).toList();
        return present.isEmpty() ? authorities : present;
    }

    /** Those of several authorities that are trusted no more, since there is no such file. */
    List<Path> gone() {
        return settings.authorities().stream().filter(file -> !texts.containsKey(file)).toList();
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
        Identity identity =
                new Identity(privateKey(key), chain(certificates(CERTIFICATE, certificate)));
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
                .filter(texts::containsKey)
                .flatMap(file -> certificates(AUTHORITIES, file).stream())
                .toList();
    }

    /**
     * From ours, which is the first, up, whatever else follows and in whatever order: Go sends all
     * of it, and servers find what belongs together; Java's library wants nothing but a chain.
     */
    private static List<X509Certificate> chain(List<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(certificates.get(0));
        while (next.isPresent()) {
            X509Certificate last = next.get();
            chain.add(last);
            next =
                    certificates.stream()
                            .filter(other -> !chain.contains(other))
                            .filter(other -> hasSigned(other, last))
                            .findFirst();
        }
        return List.copyOf(chain);
    }

    private static boolean hasSigned(X509Certificate signer, X509Certificate signed) {
        try {
            signed.verify(signer.getPublicKey());
            return signer.getSubjectX500Principal().equals(signed.getIssuerX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature = Signature.getInstance(signing(key));
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(ANYTHING);
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
        // As Go does: OpenSSL writes the parameters of an EC key before it.
        Matcher key = PRIVATE_KEY.matcher(texts.get(file));
        try {
            return PemUtils.parsePrivateKey(key.find() ? key.group() : "");
        } catch (RuntimeException e) {
            throw new UnusableCertificate(KEY, file, "holds no usable unencrypted PEM private key");
        }
    }
}
