package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.config.ConsulSettings;
import io.kse.config.TlsSettings;
import io.kse.testbed.TestAuthority;
import io.kse.testbed.TestAuthority.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that is renewed is used, and one that is no use never takes its place. */
class ConsulCertificateRenewalTest {
    private static final String CHANGED = "INFO The files for TLS towards Consul have changed";
    private static final String USED_AGAIN = "INFO The files for TLS towards Consul are of use";

    private static final TestAuthority ours = new TestAuthority();
    private static final TestAuthority others = new TestAuthority();
    private static TlsConsul consul;

    private final AtomicLong nanoTime = new AtomicLong();
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

    private ConsulClients clients() throws IOException {
        return clients(files.settings(ours, ours.client("exporter")));
    }

    private ConsulClients clients(ConsulSettings settings) {
        return new ConsulClients(settings, nanoTime::get, InstantSource.system());
    }

    /** The next request looks at the files. */
    private void passTime() {
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void usesOurRenewedCertificate() throws Exception {
        Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
        ConsulClients clients = clients(files.settings(ours, ours.of("exporter", lastWeek)));
        files.assertFails(clients, "see CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY");

        files.write(ours.client("exporter"));
        passTime();

        TlsFiles.assertWorks(clients);
        assertThat(files.log().of(CHANGED + ": new connections use them, our certificate until"))
                .hasSize(1);
    }

    @Test
    void trustsARenewedAuthority() throws Exception {
        ConsulClients clients = clients(files.settings(others, ours.client("exporter")));
        files.assertFails(clients, "nobody whom we trust");

        Files.writeString(files.authority(), others.certificate() + ours.certificate());
        passTime();

        TlsFiles.assertWorks(clients);
    }

    /** Renewed certificates must not trust more than they say. */
    @Test
    void doesNotTrustAnAuthorityThatIsGone() throws Exception {
        ConsulClients clients = clients();
        TlsFiles.assertWorks(clients);

        Files.writeString(files.authority(), others.certificate());
        passTime();

        files.assertFails(clients, "nobody whom we trust");
    }

    @Test
    void keepsOurCertificateUntilAllOfItsSuccessorIsThere() throws Exception {
        ConsulClients clients = clients();
        Identity next = ours.client("exporter");

        Files.writeString(files.certificate(), next.certificate());
        passTime();
        TlsFiles.assertWorks(clients);
        assertThat(files.warnings()).as("between two files").isEmpty();
        assertKeptAndToldOnce(
                clients,
                "CONSUL_CLIENT_KEY %s is not the private key of %s"
                        .formatted(files.key(), files.certificate()));

        Files.writeString(files.key(), next.key());
        passTime();
        TlsFiles.assertWorks(clients);
        assertThat(files.log().of(CHANGED)).hasSize(1);
        assertThat(files.log().of(USED_AGAIN)).hasSize(1);
    }

    private void assertKeptAndToldOnce(ConsulClients clients, String trouble) throws Exception {
        for (int look = 0; look < 3; look++) {
            passTime();
            TlsFiles.assertWorks(clients);
        }
        assertThat(files.warnings())
                .containsExactly(
                        "WARN "
                                + trouble
                                + ": what was read before is used for TLS towards Consul until it"
                                + " is of use");
    }

    /** What a file may hold by accident; the library has an exception of its own for each. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "-----BEGIN CERTIFICATE-----\ns3cret!\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIB"
            })
    void keepsOurCertificateWhileItsFileHoldsNone(String text) throws Exception {
        ConsulClients clients = clients();

        Files.writeString(files.certificate(), text);

        assertKeptAndToldOnce(
                clients,
                "CONSUL_CLIENT_CERT " + files.certificate() + " holds no usable PEM certificate");
    }

    static String[] wrongKeys() throws Exception {
        return new String[] {
            "",
            pem("PRIVATE KEY", "s3cret!"),
            pem("PRIVATE KEY", "AAAA"),
            pem("EC PRIVATE KEY", "AAAA"),
            unknownCurve(),
            pem("ENCRYPTED PRIVATE KEY", "AAAA"),
            ours.certificate(),
            "-----BEGIN PRIVATE KEY-----\nMIIB"
        };
    }

    private static String pem(String kind, String body) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body);
    }

    /** An EC key whose curve has a number that nobody has given away. */
    private static String unknownCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        byte[] curve = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
        for (int i = 0; i + curve.length <= key.length; i++) {
            if (Arrays.equals(key, i, i + curve.length, curve, 0, curve.length)) {
                key[i + curve.length - 1] = 0x7f;
            }
        }
        return pem("PRIVATE KEY", Base64.getMimeEncoder().encodeToString(key));
    }

    @ParameterizedTest
    @MethodSource("wrongKeys")
    void keepsOurKeyWhileItsFileHoldsNone(String text) throws Exception {
        ConsulClients clients = clients();

        Files.writeString(files.key(), text);

        assertKeptAndToldOnce(
                clients,
                "CONSUL_CLIENT_KEY "
                        + files.key()
                        + " holds no usable unencrypted PEM private key");
    }

    @Test
    void endsTrustInOneOfSeveralAuthoritiesWhoseFileIsGone() throws Exception {
        ConsulSettings settings = files.settings(ours, others, ours.client("exporter"));
        ConsulClients clients = clients(settings);
        TlsFiles.assertWorks(clients);

        Files.delete(files.authority());
        passTime();

        files.assertFails(clients, "nobody whom we trust");
        assertThat(files.log().of("gone, and trusted no more: [" + files.authority() + "]"))
                .hasSize(1);
    }

    @Test
    void keepsTheAuthoritiesWhileTheirFileHoldsNone() throws Exception {
        ConsulClients clients = clients();

        Files.writeString(files.authority(), "");

        assertKeptAndToldOnce(
                clients,
                "CONSUL_CACERT or CONSUL_CAPATH "
                        + files.authority()
                        + " holds no usable PEM certificate");
    }

    /** A connection that is open goes on, and its requests look at the files. */
    @Test
    void looksAtTheFilesEveryTenSeconds() throws Exception {
        try (KvRoutes routes = KvRoutes.to(clients())) {
            files.write(ours.client("exporter"));

            nanoTime.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
            assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
            assertThat(files.log().of(CHANGED)).isEmpty();

            nanoTime.incrementAndGet();
            assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
            assertThat(files.log().of(CHANGED)).hasSize(1);
        }
    }

    @Test
    void saysOnceThatOurCertificateExpiresWhileWeRun() throws Exception {
        Instant begin = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(begin.minus(Duration.ofHours(1)));
        CertificateRenewal renewal = renewal(ours.of("exporter", begin), now::get);
        assertThat(outdated()).as("not valid yet").hasSize(1);

        look(renewal);
        now.set(begin.plus(Duration.ofHours(1)));
        look(renewal);
        assertThat(outdated()).as("valid").hasSize(1);

        now.set(begin.plus(Duration.ofHours(25)));
        look(renewal);
        look(renewal);
        assertThat(outdated())
                .hasSize(2)
                .allMatch(line -> line.contains(": Consul may turn us away until it is renewed"));
    }

    @Test
    void saysThatItExpiresWhileItsSuccessorIsNoUse() throws Exception {
        Instant begin = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(begin.plus(Duration.ofHours(1)));
        CertificateRenewal renewal = renewal(ours.of("exporter", begin), now::get);
        Files.writeString(files.certificate(), "");

        look(renewal);
        now.set(begin.plus(Duration.ofHours(25)));
        look(renewal);

        assertThat(outdated()).hasSize(1);
    }

    private CertificateRenewal renewal(Identity own, InstantSource clock) throws IOException {
        TlsSettings settings = files.settings(ours, own).tls().orElseThrow();
        return new CertificateRenewal(new ConsulTls(settings), settings, nanoTime::get, clock);
    }

    private void look(CertificateRenewal renewal) {
        passTime();
        renewal.look();
    }

    private List<String> outdated() {
        String begin = "WARN CONSUL_CLIENT_CERT " + files.certificate() + " is valid from ";
        return files.warnings().stream().filter(line -> line.startsWith(begin)).toList();
    }
}
