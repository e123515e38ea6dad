package io.kse.e2e;

import io.kse.testbed.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;

/**
 * The certificate of a gateway, for one name.
 *
 * @param authority a file with the certificate that load balancers verify it by
 */
record GatewayTls(SSLContext context, Path authority) {
    /** {@code folder}: for that file. */
    static GatewayTls forName(String name, Path folder) throws IOException {
        TestAuthority authority = new TestAuthority();
        TestAuthority.Identity gateway = authority.serverAt(name);
        SSLContext context =
                SSLFactory.builder()
                        .withIdentityMaterial(
                                PemUtils.parseIdentityMaterial(
                                        gateway.certificate(), gateway.key(), null))
                        .build()
                        .getSslContext();
        Path file = folder.resolve("gateway-ca.pem");
        return new GatewayTls(context, Files.writeString(file, authority.certificate()));
    }

    /** The server's side of TLS on that connection, which ends with it. */
    SSLSocket over(Socket plain) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
    }

    /** What the client called it; empty if nothing. */
    static String calledName(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return ((ExtendedSSLSession) socket.getSession())
                .getRequestedServerNames().stream().map(GatewayTls::text).findFirst().orElse("");
    }

    private static String text(SNIServerName name) {
        return name instanceof SNIHostName host ? host.getAsciiName() : name.toString();
    }
}
