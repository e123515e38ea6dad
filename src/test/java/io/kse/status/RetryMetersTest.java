package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RetryMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RetryMeters meters = new RetryMeters();

    @Test
    void countsRetriesByReason() {
        meters.bindTo(registry);

        meters.retried(RetryReason.MOVED);
        meters.retried(RetryReason.NO_LEADER);
        meters.retried(RetryReason.NO_LEADER);

        assertThat(retries("moved")).isEqualTo(1);
        assertThat(retries("no_leader")).isEqualTo(2);
        assertThat(retries("unavailable")).isZero();
        assertThat(retries("other")).isZero();
    }

    private double retries(String reason) {
        return registry.get("kube_service_exporter.retries")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
