package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.AclConsul;
import io.kse.testbed.AclConsul.Grant;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A token that gets a successor in its file, and is then deleted, while a leader runs. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class ConsulTokenRotationTest {
    @TempDir private static Path folder;
    private static AclConsul consul;

    private final OwnNamespace namespace;
    private final FaultyProxy proxy = FaultyProxy.http(consul.server().port());
    private final Path file = folder.resolve("token-" + UUID.randomUUID());
    private final Grant grant;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    ConsulTokenRotationTest(RealKubernetes kubernetes) throws Exception {
        this.namespace = new OwnNamespace(kubernetes, consul.server());
        this.grant =
                consul.grant(
                        namespace.prefix,
                        ConsulPolicy.under(namespace.prefix, ConsulPolicy.shipped()));
        Files.writeString(file, grant.token() + "\n");
        namespace
                .with("CONSUL_HTTP_TOKEN_FILE", file.toString())
                .with("KSE_CONSUL_PORT", String.valueOf(proxy.port()))
                .with("KSE_SERVICES_ENABLED", "true");
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
    }

    @BeforeAll
    static void start() throws Exception {
        consul =
                AclConsul.start(
                        Files.createDirectory(folder.resolve("consul")), AclConsul.KEY_LIST_POLICY);
    }

    @AfterAll
    static void stop() {
        consul.close();
    }

    @AfterEach
    void stopListening() {
        proxy.close();
        log.close();
    }

    @SideBySide
    void isNotNoticedByAnybody() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitPublished(exporter);
            String session = session();

            String next = consul.newToken(grant);
            Files.writeString(file, next);
            consul.deleteToken(grant);
            namespace.annotate("cart", "load-balancer-class", "internal");
            namespace.barrier(exporter, "barrier");

            exporter.awaitDocument(namespace.key("cart"), "internal");
            eventually().until(() -> consul.server().services().contains(id("barrier")));
            awaitRenewals();
            assertThat(session()).isEqualTo(session);
            assertThat(own("WARN")).isEmpty();
            assertThat(log.of(file.toString()))
                    .containsExactly(
                            "INFO CONSUL_HTTP_TOKEN_FILE "
                                    + file
                                    + " holds another token, which is used");
            assertThat(log.of(next)).isEmpty();
            assertThat(exporter.documents()).containsKey(namespace.key("album"));
        }
    }

    /** As with a Secret, which reaches the Pod up to a minute later. */
    @SideBySide
    void mayReachUsAfterTheOldOneIsGone() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitPublished(exporter);

            consul.deleteToken(grant);
            namespace.annotate("cart", "load-balancer-class", "internal");
            namespace.delete("album");
            eventually().until(() -> !own("does not answer").isEmpty());
            assertThat(exporter.documents()).hasSize(2);
            Files.writeString(file, consul.newToken(grant));

            exporter.awaitDocument(namespace.key("cart"), "internal");
            exporter.awaitGone(namespace.key("album"));
            eventually().until(() -> !consul.server().services().contains(id("album")));
            eventually().until(() -> !own("answers again after").isEmpty());
            assertThat(own("does not answer"))
                    .as("of documents and lock, and of the agent's Consul Services")
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSizeBetween(1, 2)
                    .allMatch(warning -> warning.contains("it does not know our token"));
        }
    }

    private List<String> own(String text) {
        String address = "127.0.0.1:" + proxy.port();
        return log.of(text).stream().filter(line -> line.contains(address)).toList();
    }

    private void awaitPublished(RunningExporter exporter) {
        eventually().until(() -> exporter.documents().size() == 2);
        eventually().until(() -> consul.server().services().contains(id("album")));
    }

    private String id(String service) {
        return "prod-%s-%s-http".formatted(namespace.name, service);
    }

    private String session() {
        String lock = consul.server().dump(namespace.prefix + "/leadership/prod-leader");
        return lock.substring(lock.indexOf("\"Session\""), lock.indexOf("\"CreateIndex\""));
    }

    /** One that were refused would be said in the log. */
    private void awaitRenewals() {
        long before = renewals();
        eventually().until(() -> renewals() > before + 2);
    }

    private long renewals() {
        return proxy.requests().stream().filter(Request.of("PUT", "/v1/session/renew/")).count();
    }
}
