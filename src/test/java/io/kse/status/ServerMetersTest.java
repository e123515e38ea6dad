package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Duration silence = Duration.ZERO;

    @Test
    void tellsWhichServerIsAwayAndForHowLong() {
        new ServerMeters(Map.of("consul", () -> silence, "kubernetes", () -> Duration.ZERO))
                .bindTo(registry);
        assertThat(value("unavailable.servers", "consul")).isZero();
        assertThat(value("unavailable", "consul")).isZero();

        silence = Duration.ofMillis(2_500);

        assertThat(value("unavailable.servers", "consul")).isEqualTo(1);
        assertThat(value("unavailable", "consul")).isEqualTo(2.5);
        assertThat(value("unavailable.servers", "kubernetes")).isZero();
        assertThat(value("unavailable", "kubernetes")).isZero();
    }

    /** Seconds, where it is a time. */
    private double value(String name, String server) {
        return registry.get("kube_service_exporter." + name).tag("server", server).gauge().value();
    }
}
