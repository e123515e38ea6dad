package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HangingApiServerTest {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private RealKubernetes kubernetes;
    private Cluster cluster;
    private String namespace;

    @BeforeAll
    void start(@TempDir Path folder) {
        kubernetes = RealKubernetes.start(folder);
        cluster = new Cluster(kubernetes);
        namespace = cluster.newNamespace();
        cluster.apply(service(namespace, "stays"));
    }

    @AfterAll
    void end() {
        cluster.close();
        kubernetes.close();
    }

    @AfterEach
    void resume() {
        kubernetes.resume();
    }

    @Test
    void listsAllInTimeAgainAndAgainAndLeavesNothingBehind() throws Exception {
        String other = cluster.newNamespace();
        cluster.apply(service(other, "elsewhere"));
        LiveServices services = new LiveServices(cluster.admin(), List.of(namespace, other));
        assertThat(names(services)).containsExactly("stays", "elsewhere");
        int threads = threads();
        long connections = connections();

        kubernetes.pause();
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> services.list(PATIENCE))
                    .isInstanceOf(KubernetesUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("far less than the 10 s of a client")
                    .isLessThan(Duration.ofSeconds(5));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> connections() <= connections);
        kubernetes.resume();

        assertThat(names(services)).containsExactly("stays", "elsewhere");
        assertThat(threads()).as("fewer more than lists").isLessThan(threads + 5);
    }

    /** Open ones of this process to the API server. */
    private long connections() throws Exception {
        String port = ":" + kubernetes.url().replaceAll(".*:", "");
        Process lines = new ProcessBuilder("ss", "-Htnp", "state", "established").start();
        String mine = "pid=" + ProcessHandle.current().pid() + ",";
        return lines.inputReader()
                .lines()
                .filter(line -> line.contains(port + " ") && line.contains(mine))
                .count();
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    private static List<String> names(LiveServices services) {
        return services.list(Duration.ofSeconds(5)).stream()
                .map(service -> service.getMetadata().getName())
                .toList();
    }

    @Test
    void passesAnInterruptOn() throws Exception {
        LiveServices services = new LiveServices(cluster.admin(), List.of());
        kubernetes.pause();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            assertThatThrownBy(() -> services.list(Duration.ofSeconds(30)))
                                    .isInstanceOf(KubernetesUnavailable.class);
                            interrupted.complete(Thread.currentThread().isInterrupted());
                        });
        thread.start();

        thread.interrupt();

        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void watchGoesOnWhenTheApiServerDoes() throws Exception {
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(namespace))) {
            route.awaitSeen("ADDED stays");
            kubernetes.pause();
            assertThat(new WatchedServices(route.component, cluster.admin()).all()).hasSize(1);
            kubernetes.resume();

            cluster.apply(service(namespace, "comes"));
            route.awaitSeen("ADDED comes");
            cluster.delete(namespace, "comes");
            route.awaitSeen("DELETED comes");
        }
    }
}
