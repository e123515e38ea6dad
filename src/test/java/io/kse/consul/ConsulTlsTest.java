package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.config.TlsSettings;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;

/** Against a Consul that wants client certificates, all made by {@code consul tls}. */
class ConsulTlsTest {
    @TempDir private static Path folder;
    private static Path authority;
    private static Path otherAuthority;
    private static Path certificate;
    private static Path key;
    private static TlsConsul server;

    @BeforeAll
    static void start() throws Exception {
        otherAuthority = create(folder.resolve("other")).resolve("consul-agent-ca.pem");
        Path files = create(folder.resolve("ours"));
        authority = files.resolve("consul-agent-ca.pem");
        certificate = files.resolve("dc1-client-consul-0.pem");
        key = files.resolve("dc1-client-consul-0-key.pem");
        server =
                TlsConsul.start(
                        folder,
                        authority,
                        files.resolve("dc1-server-consul-0.pem"),
                        files.resolve("dc1-server-consul-0-key.pem"));
    }

    private static Path create(Path files) throws Exception {
        Files.createDirectory(files);
        consulTls(files, "ca", "create");
        consulTls(files, "cert", "create", "-server", "-dc", "dc1");
        consulTls(files, "cert", "create", "-client", "-dc", "dc1");
        return files;
    }

    private static void consulTls(Path files, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(RealConsul.program().toString(), "tls"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(files.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(files.resolve("tls.log").toFile())
                        .start();
        assertThat(process.waitFor()).as("consul tls").isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TlsSettings tls(Path authority) {
        return tls(authority, Optional.empty(), true);
    }

    private static TlsSettings tls(Path authority, Optional<String> name, boolean verified) {
        return new TlsSettings(
                List.of(authority), Optional.of(certificate), Optional.of(key), name, verified);
    }

    private static KvRoutes routes(TlsSettings tls) throws Exception {
        return KvRoutes.to(Settings.tls(Settings.plain(server.port()), tls));
    }

    private static void assertFails(TlsSettings tls, String reason) throws Exception {
        try (KvRoutes routes = routes(tls)) {
            assertThatThrownBy(() -> routes.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageContaining(reason)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .doesNotContain("\n");
        }
    }

    @Test
    void readsAndWritesWithTheRightFiles() throws Exception {
        try (KvRoutes routes = routes(tls(authority))) {
            routes.lead().apply(put("kse/tls", "1", 0));
            assertThat(routes.readAll().stored()).isEmpty();

            assertThat(routes.text(key("kse/tls"))).isEqualTo("1");
        }
    }

    @Test
    void trustsEveryFileOfSeveral() throws Exception {
        TlsSettings both =
                new TlsSettings(
                        List.of(otherAuthority, authority),
                        Optional.of(certificate),
                        Optional.of(key),
                        Optional.empty(),
                        true);

        try (KvRoutes routes = routes(both)) {
            assertThat(routes.text(key("kse/missing"))).isEqualTo("absent");
            assertThat(routes.readAll().stored()).isEmpty();
        }
    }

    @Test
    void doesNotTrustAnotherAuthority() throws Exception {
        assertFails(
                tls(otherAuthority),
                "TLS: nobody whom we trust has signed its certificate: unable to find valid");
    }

    @Test
    void doesNotTrustAPrivateAuthorityByDefault() throws Exception {
        assertFails(
                new TlsSettings(
                        List.of(),
                        Optional.of(certificate),
                        Optional.of(key),
                        Optional.empty(),
                        true),
                "TLS: ");
    }

    @Test
    void isTurnedAwayWithoutAClientCertificate() throws Exception {
        assertFails(
                new TlsSettings(
                        List.of(authority),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true),
                "certificate");
    }

    @Test
    void checksTheCertificateAgainstTheServerName() throws Exception {
        try (KvRoutes routes = routes(tls(authority, Optional.of("server.dc1.consul"), true))) {
            assertThat(routes.text(key("kse/missing"))).isEqualTo("absent");
        }
        assertFails(
                tls(authority, Optional.of("elsewhere.example"), true),
                "TLS: its certificate is for other names: [127.0.0.1, server.dc1.consul, localhost]");
    }

    @Test
    void takesAnyCertificateIfTold() throws Exception {
        TlsSettings blind = tls(otherAuthority, Optional.of("elsewhere.example"), false);

        try (KvRoutes routes = routes(blind)) {
            assertThat(routes.text(key("kse/missing"))).isEqualTo("absent");
        }
    }

    @Test
    void asksForTheServerNameInTheHandshake() throws Exception {
        try (TlsGreeting greeting = new TlsGreeting();
                KvRoutes routes =
                        KvRoutes.to(
                                Settings.tls(
                                        Settings.plain(greeting.port()),
                                        tls(authority, Optional.of("consul.example"), true)))) {
            assertThatThrownBy(() -> routes.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class);

            assertThat(greeting.bytes()).contains("consul.example");
        }
    }

    @Test
    void namesAFileThatDoesNotExist() {
        Path missing = folder.resolve("missing.pem");

        assertUnusable(
                tls(missing), "CONSUL_CACERT or CONSUL_CAPATH " + missing + " does not exist");
    }

    @Test
    void namesAFileThatHoldsSomethingElse() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "s3cret");
        Path broken =
                Files.writeString(
                        folder.resolve("broken.pem"),
                        "-----BEGIN CERTIFICATE-----\ns3cret!\n-----END CERTIFICATE-----\n");

        assertUnusable(
                tls(wrong),
                "CONSUL_CACERT or CONSUL_CAPATH " + wrong + " holds no usable PEM certificate");
        assertUnusable(
                tls(broken),
                "CONSUL_CACERT or CONSUL_CAPATH " + broken + " holds no usable PEM certificate");
        assertUnusable(
                new TlsSettings(
                        List.of(authority),
                        Optional.of(certificate),
                        Optional.of(wrong),
                        Optional.empty(),
                        true),
                "CONSUL_CLIENT_KEY " + wrong + " holds no usable unencrypted PEM private key");
    }

    @Test
    void namesAFileThatIsAFolder() {
        assertUnusable(
                tls(folder),
                "CONSUL_CACERT or CONSUL_CAPATH " + folder + " cannot be read: Is a directory");
    }

    @Test
    void seesThatKeyAndCertificateAreNoPair() {
        Path otherKey = folder.resolve("other/dc1-client-consul-0-key.pem");

        assertUnusable(
                new TlsSettings(
                        List.of(authority),
                        Optional.of(certificate),
                        Optional.of(otherKey),
                        Optional.empty(),
                        true),
                "CONSUL_CLIENT_KEY " + otherKey + " is not the private key of " + certificate);
    }

    /** No file is known that can be read and still does this to Java's library. */
    @Test
    void namesAllFilesAndShowsNothingWhenTheyAreNoUseTogether() {
        assertThat(UnusableCertificate.together(tls(authority), new ArithmeticException("s3cret")))
                .hasMessage(
                        "the files for TLS towards Consul are no use together"
                                + " (ArithmeticException): [%s, %s, %s]",
                        authority, certificate, key);
    }

    private static void assertUnusable(TlsSettings tls, String message) {
        assertThatThrownBy(() -> connect(tls))
                .isInstanceOf(UnusableCertificate.class)
                .hasMessage(message);
    }

    private static Consul connect(TlsSettings tls) {
        return new ConsulClients(Settings.tls(Settings.plain(server.port()), tls)).connect();
    }
}
