package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private boolean leads = true;
    private long now;
    private final ComparisonMeters meters = new ComparisonMeters(() -> leads, () -> now);

    @BeforeEach
    void bind() {
        meters.bindTo(registry);
    }

    @Test
    void ageCountsFromTheLastCompleteComparison() {
        wait(Duration.ofSeconds(50));
        meters.ended(Duration.ofMillis(300), true);
        wait(Duration.ofSeconds(7));

        assertThat(seconds("comparison.age")).isEqualTo(7);
        assertThat(seconds("comparison.duration")).isEqualTo(0.3);
    }

    @Test
    void whatWasRefusedMakesAComparisonNoYounger() {
        wait(Duration.ofSeconds(50));
        meters.ended(Duration.ofMillis(300), false);

        assertThat(seconds("comparison.age")).isEqualTo(50);
        assertThat(seconds("comparison.duration")).isNaN();
        assertThat(
                        registry.get("kube_service_exporter.comparisons")
                                .tag("outcome", "partial")
                                .timer()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void newLeaderIsNotOverdueAtOnce() {
        leads = false;
        wait(Duration.ofDays(3));
        assertThat(seconds("comparison.age")).isNaN();

        leads = true;
        meters.won();
        wait(Duration.ofSeconds(2));

        assertThat(seconds("comparison.age")).isEqualTo(2);
    }

    private void wait(Duration time) {
        now += time.toNanos();
    }

    private double seconds(String name) {
        return registry.get("kube_service_exporter." + name).timeGauge().value(TimeUnit.SECONDS);
    }
}
