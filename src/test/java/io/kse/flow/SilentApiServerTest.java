package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.kubernetes.ApiServerProbe;
import io.kse.kubernetes.KubernetesClients;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An API server that takes connections and says nothing, while nobody has anything to ask it. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilentApiServerTest {
    private static final Duration PERIOD = Duration.ofMillis(500);

    /** A question's patience, a period, and what a busy machine adds. */
    private static final Duration NOTICED = Duration.ofSeconds(25);

    private RealKubernetes kubernetes;
    private KubernetesClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        kubernetes = RealKubernetes.start(folder);
        client =
                KubernetesClients.connect(Map.of("KUBECONFIG", kubernetes.kubeconfig().toString()));
    }

    @AfterAll
    void end() {
        client.close();
        kubernetes.close();
    }

    @AfterEach
    void resume() {
        kubernetes.resume();
    }

    @Test
    void isNoticedByALeaderThatOnlyListensAndSaidOnce() {
        Repeated asking = asking(() -> true);
        try (LogLines lines = trouble()) {
            asking.start();
            kubernetes.pause();
            await().atMost(NOTICED).until(this::isAway);
            await().until(() -> KubernetesClients.silence(client).toSeconds() >= 6);
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains("trying again until it works");

            kubernetes.resume();

            await().atMost(NOTICED).until(() -> !isAway());
            assertThat(lines.lines()).hasSize(2);
            assertThat(lines.lines().get(1)).matches("INFO .* answers again after [0-9.]+ s");
        } finally {
            asking.stop();
        }
    }

    @Test
    void isNoticedToBeBackAlsoByOneThatDoesNotLeadAnyMore() {
        AtomicBoolean leads = new AtomicBoolean(true);
        Repeated asking = asking(leads::get);
        try {
            asking.start();
            kubernetes.pause();
            await().atMost(NOTICED).until(this::isAway);
            leads.set(false);

            kubernetes.resume();

            await().atMost(NOTICED).until(() -> !isAway());
        } finally {
            asking.stop();
        }
    }

    @Test
    void aReplicaThatStandsByAsksNothing() {
        AtomicInteger questions = new AtomicInteger();
        ApiServerProbe probe =
                new ApiServerProbe(
                        client,
                        () -> {
                            questions.incrementAndGet();
                            return false;
                        },
                        PERIOD);
        kubernetes.pause();

        probe.ask();

        assertThat(questions).hasValue(1);
        assertThat(isAway()).isFalse();
        assertThat(probe.pause()).isEqualTo(PERIOD);
    }

    /** With the period that it has in the program. */
    @Test
    void isToldByTheMetricsOfTheProgram(RealConsul consul) throws Exception {
        Shop shop = new Shop(kubernetes);
        shop.create("cart");
        try (RunningExporter exporter =
                RunningExporter.start(kubernetes, consul, shop.namespace(), Map.of())) {
            exporter.awaitDocument(exporter.key(shop.namespace(), "cart", "http"), "hash");
            kubernetes.pause();

            await().atMost(Duration.ofSeconds(45))
                    .until(
                            () ->
                                    exporter.scrape()
                                            .contains(
                                                    "unavailable_servers{server=\"kubernetes\"} 1"));

            kubernetes.resume();
        }
    }

    private Repeated asking(BooleanSupplier leads) {
        ApiServerProbe probe = new ApiServerProbe(client, leads, PERIOD);
        return new Repeated("ask", probe::pause, probe::ask);
    }

    private boolean isAway() {
        return !KubernetesClients.silence(client).isZero();
    }

    private static LogLines trouble() {
        return new LogLines("io.kse.kubernetes.ApiServerTrouble");
    }
}
