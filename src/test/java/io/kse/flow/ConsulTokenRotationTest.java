package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.flow.AclConsul.Grant;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Path file = folder.resolve("token-" + UUID.randomUUID());
    private final Grant grant;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    ConsulTokenRotationTest(RealKubernetes kubernetes) throws Exception {
        this.namespace = new OwnNamespace(kubernetes, consul.server());
        String policy = Files.readString(Path.of("docs", "consul-acl.hcl"));
        this.grant =
                consul.grant(
                        namespace.prefix,
                        policy.replace("kube-service-exporter/", namespace.prefix + "/"));
        Files.writeString(file, grant.token() + "\n");
        namespace
                .with("CONSUL_HTTP_TOKEN_FILE", file.toString())
                .with("KSE_SERVICES_ENABLED", "true");
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
    }

    @BeforeAll
    static void start() throws Exception {
        consul = AclConsul.start(Files.createDirectory(folder.resolve("consul")), true);
    }

    @AfterAll
    static void stop() {
        consul.close();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @SideBySide
    void isNotNoticedByAnybody() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitPublished(exporter);
            String session = session();

            String next = consul.newToken(grant.name());
            Files.writeString(file, next);
            consul.deleteToken(grant.token());
            namespace.annotate("cart", "load-balancer-class", "internal");
            namespace.barrier(exporter, "barrier");

            exporter.awaitDocument(namespace.key("cart"), "internal");
            eventually().until(() -> consul.server().services().contains(id("barrier")));
            awaitRenewal();
            assertThat(session()).isEqualTo(session);
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

            consul.deleteToken(grant.token());
            namespace.annotate("cart", "load-balancer-class", "internal");
            namespace.delete("album");
            String line = "Consul at 127.0.0.1:%d does not answer".formatted(port());
            eventually().until(() -> !log.of(line).isEmpty());
            assertThat(exporter.documents()).hasSize(2);
            Files.writeString(file, consul.newToken(grant.name()));

            exporter.awaitDocument(namespace.key("cart"), "internal");
            exporter.awaitGone(namespace.key("album"));
            eventually().until(() -> !consul.server().services().contains(id("album")));
            eventually().until(() -> !log.of("answers again after").isEmpty());
            assertThat(log.of("does not answer"))
                    .filteredOn(told -> told.startsWith("WARN"))
                    .as("of documents and lock, and of the agent's Consul Services")
                    .hasSizeBetween(1, 2)
                    .allMatch(warning -> warning.contains("it does not know our token"));
        }
    }

    private int port() {
        return consul.server().port();
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

    /** Longer than it leads without one. */
    private void awaitRenewal() {
        long from = System.nanoTime();
        eventually()
                .until(
                        () ->
                                System.nanoTime() - from > 8_000_000_000L
                                        || !log.of("not the leader").isEmpty());
    }
}
