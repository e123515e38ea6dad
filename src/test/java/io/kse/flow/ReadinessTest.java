package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final List<HealthCheck.Result> checks = new ArrayList<>();
    private final AtomicBoolean answered = new AtomicBoolean(true);
    private final Readiness readiness =
            new Readiness(() -> checks, answered::get, "consul.example:8500");

    private void check(String id, HealthCheck.State state, String message, String trouble) {
        HealthCheck check =
                new AbstractHealthCheck("test", id) {
                    @Override
                    protected void doCall(
                            HealthCheckResultBuilder result, Map<String, Object> options) {
                        result.state(state).message(message).detail("latest trouble", trouble);
                    }
                };
        checks.add(check.call());
    }

    @Test
    void isReadyWhenEverythingIsUp() {
        check("route:a", HealthCheck.State.UP, null, null);

        assertThat(readiness.text()).isEqualTo("ok");
        assertThat(readiness.status("ok")).isEqualTo(200);
    }

    @Test
    void hasOneLineForEachThingThatItWaitsFor() {
        answered.set(false);
        check("route:b", HealthCheck.State.DOWN, null, null);
        check("consumer:a", HealthCheck.State.DOWN, "no list yet", "refuses\nus");
        check("consumer:c", HealthCheck.State.UP, "no list yet", null);

        String text = readiness.text();

        assertThat(text.lines())
                .containsExactly(
                        "waits for consumer:a: no list yet; refuses us",
                        "waits for route:b: not up yet",
                        "waits for Consul at consul.example:8500: it has done nothing yet that it"
                                + " was asked for; the log says why");
        assertThat(readiness.status(text)).isEqualTo(503);
    }
}
