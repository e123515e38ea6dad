package io.kse.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS to a server whose authority is known by its certificate. */
final class TrustedSockets {
    private TrustedSockets() {}

    /** {@code caCertificate}: one, as PEM. */
    static SSLSocketFactory of(Path caCertificate) {
        try (InputStream certificate = Files.newInputStream(caCertificate)) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509").generateCertificate(certificate));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code connected} is the one to close: that never waits for the other side. */
    static Socket over(Socket connected, SSLSocketFactory tls) throws IOException {
        SSLSocket secured =
                (SSLSocket) tls.createSocket(connected, "127.0.0.1", connected.getPort(), true);
        secured.startHandshake();
        return secured;
    }
}
