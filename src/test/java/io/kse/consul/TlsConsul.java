package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.TestAuthority;
import io.kse.testbed.TestAuthority.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Consul that speaks TLS and wants client certificates that one authority has signed. */
final class TlsConsul implements AutoCloseable {
    private final Path certificate;
    private final Path key;
    private final int port = FreePorts.next();
    private final RealConsul server;

    private TlsConsul(Path folder, Path authority, Path certificate, Path key) throws Exception {
        this.certificate = certificate;
        this.key = key;
        String hcl =
                """
                ports { https = %d }
                tls {
                  https {
                    ca_file = "%s"
                    cert_file = "%s"
                    key_file = "%s"
                    verify_incoming = true
                  }
                }
                """;
        Path agent = Files.createDirectory(folder.resolve("agent"));
        this.server =
                RealConsul.start(agent, "-hcl=" + hcl.formatted(port, authority, certificate, key));
    }

    /** With these PEM files; puts its own into the folder. */
    static TlsConsul start(Path folder, Path authority, Path certificate, Path key)
            throws Exception {
        return new TlsConsul(folder, authority, certificate, key);
    }

    /** With files in that folder, which is empty. */
    static TlsConsul start(Path folder, TestAuthority authority) throws Exception {
        Identity identity = authority.server();
        return start(
                folder,
                Files.writeString(folder.resolve("ca.pem"), authority.certificate()),
                Files.writeString(folder.resolve("server.pem"), identity.certificate()),
                Files.writeString(folder.resolve("server-key.pem"), identity.key()));
    }

    /** Where it speaks TLS. */
    int port() {
        return port;
    }

    /** Where it does not. */
    int plainPort() {
        return server.port();
    }

    /** From now on it shows that one. */
    void serve(Identity identity) throws Exception {
        Files.writeString(certificate, identity.certificate());
        Files.writeString(key, identity.key());
        HttpRequest reload =
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/agent/reload"))
                        .PUT(BodyPublishers.noBody())
                        .build();
        assertThat(HttpClient.newHttpClient().send(reload, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Override
    public void close() {
        server.close();
    }
}
