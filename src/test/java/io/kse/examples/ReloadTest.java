package io.kse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kse.testbed.ConsulTemplate;
import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reloads a load balancer, and what does not: the shipped folders as an operator has them. */
@ExtendWith(RealServers.class)
class ReloadTest {
    private static final Map<String, String> COUNTED = Map.of("LB_RELOAD", "echo done >>reloads");

    private final RealConsul consul;
    private final Published published;

    @TempDir private Path folder;

    ReloadTest(RealConsul consul) {
        this.consul = consul;
        this.published = new Published(consul).nodes("east", "n1", "10.0.0.1");
        document(30080);
    }

    private void document(int nodePort) {
        String json = "{\"port\":%d,\"dns_name\":\"cart.example.com\"}".formatted(nodePort);
        published.document("cart", "east", json);
    }

    /** What the program itself accepts is the matter of the other tests. */
    private Map<String, String> withoutProgram(LoadBalancer balancer) {
        return published.settings(
                Map.of(balancer.variable(), "true", "LB_RELOAD", "echo done >>reloads"));
    }

    @ParameterizedTest
    @EnumSource
    void heartbeatsLocksDrainsAndBrakesReloadNothing(LoadBalancer balancer) throws IOException {
        copy(balancer);

        try (ConsulTemplate running =
                ConsulTemplate.start(consul, folder, withoutProgram(balancer))) {
            awaitConfigured(balancer, 30080);
            for (int i = 1; i <= 5; i++) {
                published.key("heartbeat/east", "{\"time\":" + i + "}");
                published.key("leadership/east-leader", "pod-" + i);
                published.key("drain/east", "" + i);
                published.key("brake/east", "{\"id\":" + i + "}");
                published.key("brake/east/release", "" + i);
                published.key("services-of-others/cart/clusters/east", "" + i);
                published.key("nodes-of-others/east", "" + i);
                document(30080 + i);
                awaitConfigured(balancer, 30080 + i);
                awaitReloads(1 + i);
            }

            assertThat(running.logged("(watcher) adding "))
                    .hasSize(2)
                    .anyMatch(line -> line.endsWith("kv.list(" + published.prefix() + "/nodes/)"))
                    .anyMatch(line -> line.endsWith("(" + published.prefix() + "/services/)"));
            assertThat(running.logged("(runner) receiving dependency ")).hasSize(2 + 5);
            assertThat(running.renders()).isEqualTo(1 + 5);
            assertThat(reloads()).isEqualTo(1 + 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsEverythingWhileConsulIsEmpty(LoadBalancer balancer) throws IOException {
        copy(balancer);

        try (ConsulTemplate running =
                ConsulTemplate.start(consul, folder, withoutProgram(balancer))) {
            awaitConfigured(balancer, 30080);
            int missed = running.logged("missing data for 1 ").size();
            consul.delete(published.prefix() + "/services/cart/clusters/east");
            await().until(() -> running.logged("missing data for 1 ").size() > missed);
            int unwatched = running.logged("missing data for 2 ").size();
            consul.delete(published.prefix() + "/nodes/east");
            await().until(() -> running.logged("missing data for 2 ").size() > unwatched);

            document(30081);
            published.nodes("east", "n1", "10.0.0.1");
            awaitConfigured(balancer, 30081);
            assertThat(running.renders()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheProgramRefusesNeverReplacesWhatRuns(LoadBalancer balancer) throws IOException {
        assumeTrue(balancer.program().isPresent(), () -> "no program: " + balancer);
        copy(balancer);
        ConsulTemplate.once(consul, folder, published.settings(COUNTED));
        String good = Files.readString(configuration(balancer));

        Path template = folder.resolve(balancer.file() + ".ctmpl");
        Files.writeString(template, "\nnonsense {{ timestamp }}\n", StandardOpenOption.APPEND);
        ConsulTemplate.once(consul, folder, published.settings(COUNTED));

        assertThat(configuration(balancer)).hasContent(good);
        assertThat(folder.resolve(balancer.file() + ".refused")).content().contains("nonsense");
        assertThat(reloads()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReloadThatFailsIsTriedAgainByTheNextStart(LoadBalancer balancer) throws IOException {
        copy(balancer);
        Map<String, String> failing =
                published.settings(Map.of(balancer.variable(), "true", "LB_RELOAD", "exit 7"));
        assertThatIllegalStateException()
                .isThrownBy(() -> ConsulTemplate.once(consul, folder, failing))
                .withMessageContaining("the reload failed");

        ConsulTemplate.once(consul, folder, withoutProgram(balancer));

        assertThat(reloads()).isEqualTo(1);
    }

    private void copy(LoadBalancer balancer) throws IOException {
        try (Stream<Path> files = Files.list(balancer.example())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private Path configuration(LoadBalancer balancer) {
        return folder.resolve(balancer.file());
    }

    private void awaitConfigured(LoadBalancer balancer, int nodePort) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(configuration(balancer))
                                        .content()
                                        .contains("10.0.0.1:" + nodePort));
    }

    private void awaitReloads(int count) {
        await().until(() -> reloads() >= count);
    }

    private int reloads() throws IOException {
        Path counted = folder.resolve("reloads");
        return Files.exists(counted) ? Files.readAllLines(counted).size() : 0;
    }
}
