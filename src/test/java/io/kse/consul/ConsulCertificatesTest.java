package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.config.TlsSettings;
import io.kse.testbed.FreePorts;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.TestAuthority;
import io.kse.testbed.TestAuthority.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * What is wrong with a certificate is said in one line with the setting to look at, and nothing
 * goes on without TLS or unverified; a certificate that is renewed is used. See docs/security.md.
 */
class ConsulCertificatesTest {
    private static final Instant LAST_WEEK = Instant.now().minus(Duration.ofDays(7));
    private static final Instant NEXT_WEEK = Instant.now().plus(Duration.ofDays(7));

    /** How Consul turns a client away is chance; see ConsulSilence. */
    private static final String TURNED_AWAY = "\\(see CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY\\);";

    @TempDir private static Path folder;
    private static final TestAuthority ours = new TestAuthority();
    private static final TestAuthority others = new TestAuthority();
    private static RealConsul server;
    private static int port;

    @TempDir private Path files;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(folder.resolve("ca.pem"), ours.certificate());
        writeServer(ours.server());
        port = FreePorts.next();
        String hcl =
                """
                ports { https = %1$d }
                tls {
                  https {
                    ca_file = "%2$s/ca.pem"
                    cert_file = "%2$s/server.pem"
                    key_file = "%2$s/server-key.pem"
                    verify_incoming = true
                  }
                }
                """;
        Path agent = Files.createDirectory(folder.resolve("agent"));
        server = RealConsul.start(agent, "-hcl=" + hcl.formatted(port, folder));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void stopListening() throws Exception {
        log.close();
        serve(ours.server());
    }

    private static void writeServer(Identity identity) throws Exception {
        Files.writeString(folder.resolve("server.pem"), identity.certificate());
        Files.writeString(folder.resolve("server-key.pem"), identity.key());
    }

    /** From now on Consul shows that one. */
    private static void serve(Identity identity) throws Exception {
        writeServer(identity);
        HttpRequest reload =
                HttpRequest.newBuilder(URI.create(server.url() + "/v1/agent/reload"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        assertThat(HttpClient.newHttpClient().send(reload, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private ConsulSettings settings() throws Exception {
        return settings(ours, ours.client("exporter"));
    }

    private ConsulSettings settings(TestAuthority trusted, Identity client) throws Exception {
        Files.writeString(file("ca.pem"), trusted.certificate());
        write(client);
        return Settings.tls(
                Settings.plain(port),
                new TlsSettings(
                        List.of(file("ca.pem")),
                        Optional.of(file("client.pem")),
                        Optional.of(file("client-key.pem")),
                        Optional.empty(),
                        true));
    }

    private Path file(String name) {
        return files.resolve(name);
    }

    private void write(Identity client) throws Exception {
        Files.writeString(file("client.pem"), client.certificate());
        Files.writeString(file("client-key.pem"), client.key());
    }

    private List<String> warnings() {
        return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
    }

    /** Twice, so that what is to be said once is. */
    private void assertFails(ConsulSettings settings, String reason) throws Exception {
        try (KvRoutes routes = KvRoutes.to(settings)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> routes.read(key("kse/cart")))
                        .isInstanceOf(ConsulUnavailable.class);
            }
        }
        assertThat(warnings())
                .filteredOn(line -> line.contains("does not answer"))
                .singleElement()
                .asString()
                .startsWith("WARN Consul at 127.0.0.1:" + settings.port() + " does not answer: ")
                .containsPattern(reason)
                .endsWith("; changes are kept and written when it answers");
    }

    private static void assertWorks(ConsulSettings settings) throws Exception {
        try (KvRoutes routes = KvRoutes.to(settings)) {
            assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
        }
    }

    @Test
    void ofAnotherAuthority() throws Exception {
        assertFails(
                settings(others, ours.client("exporter")),
                ": TLS: nobody whom we trust has signed its certificate: .*"
                        + " \\(see CONSUL_CACERT and CONSUL_CAPATH\\);");
    }

    @Test
    void ofAServerHasExpired() throws Exception {
        serve(ours.of("localhost", LAST_WEEK));

        assertFails(settings(), ": TLS: its certificate has expired: NotAfter: ");
    }

    @Test
    void ofAServerIsNotValidYet() throws Exception {
        serve(ours.of("localhost", NEXT_WEEK));

        assertFails(settings(), ": TLS: its certificate is not valid yet: NotBefore: ");
    }

    @Test
    void isForAnotherHost() throws Exception {
        serve(ours.serverAt("consul.example"));

        assertFails(
                settings(),
                ": TLS: its certificate is for other names: \\[consul.example\\]"
                        + " \\(see KSE_CONSUL_HOST and CONSUL_TLS_SERVER_NAME\\);");
    }

    @Test
    void ofOursHasExpired() throws Exception {
        assertFails(settings(ours, ours.of("exporter", LAST_WEEK)), TURNED_AWAY);
        assertThat(warnings().get(0)).contains("CONSUL_CLIENT_CERT " + file("client.pem"));
    }

    @Test
    void ofOursIsNotValidYet() throws Exception {
        assertFails(settings(ours, ours.of("exporter", NEXT_WEEK)), TURNED_AWAY);
        assertThat(warnings().get(0)).contains("CONSUL_CLIENT_CERT " + file("client.pem"));
    }

    @Test
    void ofOursIsOfAnotherAuthority() throws Exception {
        assertFails(settings(ours, others.client("exporter")), TURNED_AWAY);
    }

    @Test
    void ofOursIsMissing() throws Exception {
        settings();
        TlsSettings none =
                new TlsSettings(
                        List.of(file("ca.pem")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true);

        assertFails(Settings.tls(Settings.plain(port), none), TURNED_AWAY);
    }

    @Test
    void isNotShownOnAPlainPort() throws Exception {
        ConsulSettings plain = Settings.plain(server.port());

        assertFails(
                Settings.tls(plain, settings().tls().orElseThrow()),
                ": TLS: it does not speak TLS \\(see CONSUL_HTTP_SSL and KSE_CONSUL_PORT\\);");
    }

    @Test
    void isShownWhereNobodyAsksForIt() throws Exception {
        assertFails(
                Settings.plain(port), ": it wants HTTPS on this port \\(see CONSUL_HTTP_SSL\\);");
    }

    @Test
    void ofOursIsUsedWhenItIsRenewed() throws Exception {
        ConsulSettings settings = settings(ours, ours.of("exporter", LAST_WEEK));
        assertFails(settings, TURNED_AWAY);

        write(ours.client("exporter"));
        renew(settings);

        assertWorks(settings);
        assertThat(log.of("INFO The files for TLS towards Consul have changed: new connections"))
                .hasSize(1);
    }

    @Test
    void ofAnAuthorityIsTrustedWhenItIsRenewed() throws Exception {
        ConsulSettings settings = settings(others, ours.client("exporter"));
        assertFails(settings, "nobody whom we trust");

        Files.writeString(file("ca.pem"), others.certificate() + ours.certificate());
        renew(settings);

        assertWorks(settings);
    }

    /** Renewed certificates must not trust more than they say. */
    @Test
    void ofAnAuthorityIsNotTrustedWhenItIsGone() throws Exception {
        ConsulSettings settings = settings();
        assertWorks(settings);

        Files.writeString(file("ca.pem"), others.certificate());
        renew(settings);

        assertFails(settings, "nobody whom we trust");
    }

    @Test
    void ofOursStaysInUseUntilAllOfItsSuccessorIsThere() throws Exception {
        ConsulSettings settings = settings();
        assertWorks(settings);
        Identity next = ours.client("exporter");

        Files.writeString(file("client.pem"), next.certificate());
        renew(settings);
        assertThat(warnings()).as("between two files").isEmpty();
        renew(settings);
        renew(settings);

        assertWorks(settings);
        assertThat(warnings())
                .singleElement()
                .asString()
                .isEqualTo(
                        "WARN %s is not the private key of %s: what was read before is used for"
                                        .formatted(file("client-key.pem"), file("client.pem"))
                                + " TLS towards Consul until it is of use");

        Files.writeString(file("client-key.pem"), next.key());
        renew(settings);
        assertWorks(settings);
        assertThat(log.of("INFO The files for TLS towards Consul")).hasSize(2);
    }

    /** A connection that is open goes on, and looks at the files by itself. */
    @Test
    void isLookedAtNowAndThen() throws Exception {
        ConsulSettings settings = settings();
        try (KvRoutes routes = KvRoutes.to(settings)) {
            assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
            write(ours.client("exporter"));

            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> {
                                routes.text(key("kse/cart"));
                                return !log.of("have changed: new connections").isEmpty();
                            });
        }
    }

    private static void renew(ConsulSettings settings) {
        LiveAccess.of(settings).tls().orElseThrow().renew();
    }
}
