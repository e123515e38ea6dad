package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.status.InformerMeters.Line;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InformerMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void tellsHowTheEventsOfEachKindStand() {
        new InformerMeters(
                        Map.of(
                                "service", new Line(() -> 7, () -> 2, () -> 1.5),
                                "node", new Line(() -> 30, () -> 0, () -> 0)),
                        () -> 3)
                .bindTo(registry);

        assertThat(received("service")).isEqualTo(7);
        assertThat(received("node")).isEqualTo(30);
        assertThat(gauge("waiting.events", "service")).isEqualTo(2);
        assertThat(gauge("waiting.events", "node")).isZero();
        assertThat(gauge("event.lag", "service")).isEqualTo(1.5);
        assertThat(gauge("event.lag", "node")).isZero();
        assertThat(registry.get("kube_service_exporter.watch.restarts").functionCounter().count())
                .isEqualTo(3);
    }

    private double received(String kind) {
        return registry.get("kube_service_exporter.received.events")
                .tag("kind", kind)
                .functionCounter()
                .count();
    }

    private double gauge(String name, String kind) {
        return registry.get("kube_service_exporter." + name).tag("kind", kind).gauge().value();
    }
}
