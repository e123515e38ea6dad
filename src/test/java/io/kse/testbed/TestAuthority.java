package io.kse.testbed;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate authority for one test run: signs certificates for servers on loopback and for
 * users. Its key never leaves the JVM.
 */
public final class TestAuthority {
    private static final X500Name NAME = new X500Name("CN=testbed");

    private final AtomicLong serial = new AtomicLong(1);
    private final KeyPair keys = newKeys();
    private final String certificate =
            pem(signed(NAME, keys, true, loopback(), usual(Instant.now())));

    /** A certificate and its private key (PKCS#8), both as PEM. */
    public record Identity(String certificate, String key) {}

    /** The authority's own certificate as PEM: what clients trust. */
    public String certificate() {
        return certificate;
    }

    /** For a server at 127.0.0.1 and localhost. */
    public Identity server() {
        return identity(new X500Name("CN=localhost"));
    }

    /** For a server at that name only. */
    public Identity serverAt(String host) {
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
        return identity(new X500Name("CN=" + host), names, usual(Instant.now()));
    }

    /** For a server on loopback, or a client, that is valid for a day that begins then. */
    public Identity of(String name, Instant begin) {
        Validity day = new Validity(begin, begin.plus(Duration.ofDays(1)));
        return identity(new X500Name("CN=" + name), loopback(), day);
    }

    private record Validity(Instant begin, Instant end) {}

    private static Validity usual(Instant now) {
        return new Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(12)));
    }

    /** For a client; Kubernetes takes the common name for the user and organizations for groups. */
    public Identity client(String name, String... groups) {
        X500NameBuilder subject = new X500NameBuilder().addRDN(BCStyle.CN, name);
        for (String group : groups) {
            subject.addRDN(BCStyle.O, group);
        }
        return identity(subject.build());
    }

    /** For a client whose key is of that algorithm, as Java names it; EC is on curve P-256. */
    public Identity clientWithKey(String algorithm, KeyFormat format) {
        KeyPair own = newKeys(algorithm, algorithm.equals("EC") ? 256 : 0);
        String certificate =
                pem(
                        signed(
                                new X500Name("CN=exporter"),
                                own,
                                false,
                                loopback(),
                                usual(Instant.now())));
        return new Identity(certificate, format.pem(own));
    }

    /** How a private key is written. */
    public enum KeyFormat {
        PKCS8 {
            @Override
            String pem(KeyPair keys) {
                return keyPem(keys);
            }
        },
        /** PKCS#1, or SEC 1. */
        OPENSSL {
            @Override
            String pem(KeyPair keys) {
                return keys.getPrivate() instanceof ECPrivateKey key
                        ? TestAuthority.pem(sec1(key))
                        : TestAuthority.pem(keys.getPrivate());
            }
        },
        /** As {@code openssl ecparam -name prime256v1 -genkey}. */
        OPENSSL_WITH_PARAMETERS {
            @Override
            String pem(KeyPair keys) {
                return """
                       -----BEGIN EC PARAMETERS-----
                       BggqhkjOPQMBBw==
                       -----END EC PARAMETERS-----
                       """
                        + OPENSSL.pem(keys);
            }
        };

        abstract String pem(KeyPair keys);
    }

    private static PemObject sec1(ECPrivateKey key) {
        ASN1Object structure =
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, key.getS(), X9ObjectIdentifiers.prime256v1);
        try {
            return new PemObject("EC PRIVATE KEY", structure.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Identity identity(X500Name subject) {
        return identity(subject, loopback(), usual(Instant.now()));
    }

    private Identity identity(X500Name subject, GeneralNames names, Validity validity) {
        KeyPair own = newKeys();
        return new Identity(pem(signed(subject, own, false, names, validity)), keyPem(own));
    }

    private org.bouncycastle.cert.X509CertificateHolder signed(
            X500Name subject,
            KeyPair own,
            boolean authority,
            GeneralNames names,
            Validity validity) {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        NAME,
                        BigInteger.valueOf(serial.getAndIncrement()),
                        Date.from(validity.begin()),
                        Date.from(validity.end()),
                        subject,
                        own.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            return builder.build(
                    new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames loopback() {
        return new GeneralNames(
                new GeneralName[] {
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.dNSName, "localhost")
                });
    }

    static KeyPair newKeys() {
        return newKeys("RSA", 2048);
    }

    /** {@code size}: 0 means the usual one. */
    private static KeyPair newKeys(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (size > 0) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyPem(KeyPair keys) {
        try {
            return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
