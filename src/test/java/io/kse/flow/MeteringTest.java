package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the scrape says of things that really happen. */
@ExtendWith(RealServers.class)
class MeteringTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final RealKubernetes kubernetes;

    MeteringTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @Test
    void tellsWhatHappened(@TempDir Path folder) throws Exception {
        String namespace = kubernetes.newNamespace();
        try (RealConsul consul = RealConsul.start(folder);
                RunningExporter exporter =
                        RunningExporter.start(kubernetes, consul, namespace, Map.of())) {
            exporter.awaitCompared();
            kubernetes
                    .client()
                    .resource(service(namespace, "cart").exported().port("http", 80).build())
                    .create();
            kubernetes
                    .client()
                    .resource(
                            service(namespace, "typo")
                                    .exported()
                                    .annotation("load-balancer-listen-port", "eighty")
                                    .port("http", 80)
                                    .build())
                    .create();
            exporter.awaitDocument(exporter.key(namespace, "cart", "http"), "hash");

            awaitValue(exporter, "refused_services{reason=\"refused\"}", 1);
            awaitValue(exporter, "documents", 1);
            awaitValue(exporter, "services", 1);
            awaitValue(exporter, "leader", 1);
            awaitValue(exporter, "held_deletes", 0);
            awaitValue(exporter, "unavailable_servers{server=\"consul\"}", 0);
            awaitValue(exporter, "waiting_events{kind=\"service\"}", 0);
            awaitValue(exporter, "event_lag_seconds{kind=\"service\"}", 0);
            awaitValue(exporter, "applied_operations_total{kind=\"put\"}", 1);
            awaitValue(exporter, "event_latency_seconds_count", 1);
            assertThat(value(exporter, "event_latency_seconds_sum")).isBetween(0.0, 10.0);
            assertThat(value(exporter, "comparison_age_seconds")).isBetween(0.0, 60.0);
            assertThat(value(exporter, "received_events_total{kind=\"service\"}")).isPositive();

            consul.kill();

            awaitValue(exporter, "unavailable_servers{server=\"consul\"}", 1);
            awaitValue(exporter, "leader", 0);
            assertThat(value(exporter, "unavailable_seconds{server=\"consul\"}")).isPositive();
            assertThat(value(exporter, "comparison_age_seconds")).isNaN();
            consul.restart();
            awaitValue(exporter, "unavailable_servers{server=\"consul\"}", 0);
            awaitValue(exporter, "leader", 1);
        }
    }

    private static void awaitValue(RunningExporter exporter, String sample, double expected) {
        await(sample).atMost(SOON).until(() -> value(exporter, sample) == expected);
    }

    /** -1 if there is no such sample. */
    private static double value(RunningExporter exporter, String sample) {
        String start = "kube_service_exporter_" + sample + " ";
        return exporter.scrape()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElse(-1.0);
    }
}
