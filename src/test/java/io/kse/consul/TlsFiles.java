package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.config.ConsulSettings;
import io.kse.config.TlsSettings;
import io.kse.testbed.LogLines;
import io.kse.testbed.TestAuthority;
import io.kse.testbed.TestAuthority.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Our files for TLS in a folder, and whether Consul can be read with them, and what the log says.
 */
final class TlsFiles implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    /**
     * @param port of Consul, on loopback
     */
    TlsFiles(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    Path certificate() {
        return folder.resolve("client.pem");
    }

    Path key() {
        return folder.resolve("client-key.pem");
    }

    Path authority() {
        return folder.resolve("ca.pem");
    }

    /** Writes both and gives the settings that name them. */
    ConsulSettings settings(TestAuthority trusted, Identity client) throws IOException {
        Files.writeString(authority(), trusted.certificate());
        write(client);
        return settings(Optional.of(certificate()), Optional.of(key()));
    }

    /** The same with nothing to show Consul. */
    ConsulSettings settings(TestAuthority trusted) throws IOException {
        Files.writeString(authority(), trusted.certificate());
        return settings(Optional.empty(), Optional.empty());
    }

    /** The same with two authorities to trust, in a file each. */
    ConsulSettings settings(TestAuthority trusted, TestAuthority other, Identity client)
            throws IOException {
        TlsSettings one = settings(trusted, client).tls().orElseThrow();
        Path second = Files.writeString(folder.resolve("ca2.pem"), other.certificate());
        return settings(List.of(authority(), second), one.clientCertificate(), one.clientKey());
    }

    private ConsulSettings settings(Optional<Path> certificate, Optional<Path> key) {
        return settings(List.of(authority()), certificate, key);
    }

    private ConsulSettings settings(
            List<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        return Settings.tls(
                Settings.plain(port),
                new TlsSettings(authorities, certificate, key, Optional.empty(), true));
    }

    void write(Identity client) throws IOException {
        Files.writeString(certificate(), client.certificate());
        Files.writeString(key(), client.key());
    }

    LogLines log() {
        return log;
    }

    List<String> warnings() {
        return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
    }

    void assertFails(ConsulSettings settings, String reason) throws Exception {
        assertFails(new ConsulClients(settings), reason);
    }

    /** Twice, so that what is to be said once is. */
    void assertFails(ConsulClients clients, String reason) throws Exception {
        try (KvRoutes routes = KvRoutes.to(clients)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> routes.read(KvRoutes.key("kse/cart")))
                        .isInstanceOf(ConsulUnavailable.class);
            }
        }
        String address = ConsulClients.address(clients.settings());
        assertThat(warnings())
                .filteredOn(line -> line.contains("does not answer"))
                .singleElement()
                .asString()
                .startsWith("WARN Consul at " + address + " does not answer: ")
                .containsPattern(reason)
                .endsWith("; changes are kept and written when it answers");
    }

    /** With new connections. */
    static void assertWorks(ConsulClients clients) throws Exception {
        try (KvRoutes routes = KvRoutes.to(clients)) {
            assertThat(routes.text(KvRoutes.key("kse/cart"))).isEqualTo("absent");
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
