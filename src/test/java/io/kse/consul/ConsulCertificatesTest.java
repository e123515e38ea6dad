package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.config.ConsulSettings;
import io.kse.testbed.TestAuthority;
import io.kse.testbed.TestAuthority.Identity;
import io.kse.testbed.TestAuthority.KeyFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong with a certificate is said in one line with the setting to look at, and nothing
 * goes on without TLS or unverified. See docs/security.md.
 */
class ConsulCertificatesTest {
    private static final Instant LAST_WEEK = Instant.now().minus(Duration.ofDays(7));
    private static final Instant NEXT_WEEK = Instant.now().plus(Duration.ofDays(7));

    /** How Consul turns a client away is chance; see ConsulSilence. */
    private static final String TURNED_AWAY = "\\(see CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY\\);";

    private static final TestAuthority ours = new TestAuthority();
    private static final TestAuthority others = new TestAuthority();
    private static TlsConsul consul;

    private TlsFiles files;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        consul = TlsConsul.start(folder, ours);
    }

    @AfterAll
    static void stop() {
        consul.close();
    }

    @BeforeEach
    void listen(@TempDir Path folder) {
        files = new TlsFiles(folder, consul.port());
    }

    @AfterEach
    void stopListening() {
        files.close();
    }

    private ConsulSettings settings() throws Exception {
        return files.settings(ours, ours.client("exporter"));
    }

    private void assertFailsWhileConsulShows(Identity identity, String reason) throws Exception {
        consul.serve(identity);
        try {
            files.assertFails(settings(), reason);
        } finally {
            consul.serve(ours.server());
        }
    }

    private void assertTurnsAway(Identity outdated) throws Exception {
        files.assertFails(files.settings(ours, outdated), TURNED_AWAY);

        assertThat(files.warnings().get(0))
                .contains("CONSUL_CLIENT_CERT " + files.certificate() + " is valid from ");
    }

    @Test
    void namesTheAuthoritySettingsWhenNobodyTrustedHasSigned() throws Exception {
        files.assertFails(
                files.settings(others, ours.client("exporter")),
                ": TLS: nobody whom we trust has signed its certificate: .*"
                        + " \\(see CONSUL_CACERT and CONSUL_CAPATH\\);");
    }

    @Test
    void saysSinceWhenConsulsCertificateHasExpired() throws Exception {
        assertFailsWhileConsulShows(
                ours.of("localhost", LAST_WEEK), ": TLS: its certificate has expired: NotAfter: ");
    }

    @Test
    void saysFromWhenConsulsCertificateIsValid() throws Exception {
        assertFailsWhileConsulShows(
                ours.of("localhost", NEXT_WEEK),
                ": TLS: its certificate is not valid yet: NotBefore: ");
    }

    @Test
    void namesTheHostsThatConsulsCertificateIsFor() throws Exception {
        assertFailsWhileConsulShows(
                ours.serverAt("consul.example"),
                ": TLS: its certificate is for other names: \\[consul.example\\]"
                        + " \\(see KSE_CONSUL_HOST and CONSUL_TLS_SERVER_NAME\\);");
    }

    /** Servers of Go find what belongs together; Java's library takes nothing but a chain. */
    @Test
    void findsOurChainAmongWhateverTheFileHolds() throws Exception {
        Identity own = ours.client("exporter");
        String all = own.certificate() + others.certificate() + ours.certificate();

        assertWorksWith(new Identity(all + own.certificate(), own.key()));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, PKCS8",
        "RSA, OPENSSL",
        "EC, PKCS8",
        "EC, OPENSSL",
        "EC, OPENSSL_WITH_PARAMETERS",
        "Ed25519, PKCS8"
    })
    void takesKeysAsGoDoes(String algorithm, KeyFormat format) throws Exception {
        assertWorksWith(ours.clientWithKey(algorithm, format));
    }

    private void assertWorksWith(Identity identity) throws Exception {
        TlsFiles.assertWorks(new ConsulClients(files.settings(ours, identity)));
    }

    @Test
    void saysThatOurCertificateHasExpired() throws Exception {
        assertTurnsAway(ours.of("exporter", LAST_WEEK));
    }

    @Test
    void saysThatOurCertificateIsNotValidYet() throws Exception {
        assertTurnsAway(ours.of("exporter", NEXT_WEEK));
    }

    @Test
    void namesOurSettingsWhenAnotherAuthorityHasSignedOurs() throws Exception {
        files.assertFails(files.settings(ours, others.client("exporter")), TURNED_AWAY);
    }

    @Test
    void namesOurSettingsWhenWeHaveNoCertificate() throws Exception {
        files.assertFails(files.settings(ours), TURNED_AWAY);
    }

    @Test
    void saysThatConsulDoesNotSpeakTls() throws Exception {
        ConsulSettings plain = Settings.plain(consul.plainPort());

        files.assertFails(
                Settings.tls(plain, settings().tls().orElseThrow()),
                ": TLS: it does not speak TLS \\(see CONSUL_HTTP_SSL and KSE_CONSUL_PORT\\);");
    }

    @Test
    void saysThatConsulWantsHttps() throws Exception {
        files.assertFails(
                Settings.plain(consul.port()),
                ": it wants HTTPS on this port \\(see CONSUL_HTTP_SSL\\);");
    }
}
