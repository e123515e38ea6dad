package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KeySpace;
import io.kse.plan.CallOutcome;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Plan;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.service.ServiceName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteMetersTest {
    private static final Duration TIME = Duration.ofMillis(20);
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("prod"));
    private static final KvChange NEW = new Put(KEYS.key("a"), "{}", 0, "new");
    private static final KvChange DRIFT = new Put(KEYS.key("b"), "{}", 3, "drift: port", true);
    private static final Delete GONE = new Delete(KEYS.key("c"), 3, "its Service is gone");
    private static final Delete ORPHAN = new Delete(KEYS.key("d"), 3, "orphan: of nobody");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WriteMeters meters = new WriteMeters(KEYS);

    @BeforeEach
    void bind() {
        meters.bindTo(registry);
    }

    @Test
    void countWhatWasPlanned() {
        meters.planned(
                new Plan(
                        Map.of(new ServiceName("shop", "cart"), List.of(NEW, GONE)),
                        List.of(ORPHAN),
                        List.of(),
                        Map.of()));

        assertThat(count("planned.operations", "kind", "put")).isEqualTo(1);
        assertThat(count("planned.operations", "kind", "delete")).isEqualTo(2);
    }

    @Test
    void countWhatWasApplied() {
        meters.sent(
                new Transaction(List.of(NEW, DRIFT, GONE, ORPHAN)),
                CallOutcome.DONE,
                TIME,
                Optional.of(Duration.ofSeconds(2)));

        assertThat(count("applied.operations", "kind", "put")).isEqualTo(2);
        assertThat(count("applied.operations", "kind", "delete")).isEqualTo(2);
        assertThat(count("refused.operations", "kind", "put")).isZero();
        assertThat(count("repaired.documents")).isEqualTo(1);
        assertThat(count("deleted.orphans")).isEqualTo(1);
        assertThat(latency()).isEqualTo(2);
    }

    @Test
    void countWhatWasRefused() {
        meters.sent(
                new Transaction(List.of(DRIFT, ORPHAN)),
                CallOutcome.DENIED,
                TIME,
                Optional.of(Duration.ofSeconds(2)));

        assertThat(count("refused.operations", "kind", "put")).isEqualTo(1);
        assertThat(count("refused.operations", "kind", "delete")).isEqualTo(1);
        assertThat(count("applied.operations", "kind", "put")).isZero();
        assertThat(count("repaired.documents")).isZero();
        assertThat(count("deleted.orphans")).isZero();
        assertThat(latency()).isZero();
        assertThat(
                        registry.get("kube_service_exporter.transactions")
                                .tag("outcome", "denied")
                                .timer()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void countNoKeysThatAreTheBrakesOwn() {
        KvChange report = new Put(KEYS.brake(), "{}", 0, "5 deletes are held");
        KvChange release = new Delete(KEYS.brakeRelease(), 3, "used");
        KvChange nodes = new Put(KEYS.nodes(), "[]", 0, "new");
        Transaction all = new Transaction(List.of(report, release, nodes));

        meters.sent(all, CallOutcome.DONE, TIME, Optional.empty());
        meters.sent(all, CallOutcome.DENIED, TIME, Optional.empty());

        assertThat(count("applied.operations", "kind", "put")).isEqualTo(1);
        assertThat(count("applied.operations", "kind", "delete")).isZero();
        assertThat(count("refused.operations", "kind", "put")).isEqualTo(1);
        assertThat(count("refused.operations", "kind", "delete")).isZero();
    }

    private double count(String name, String... tags) {
        return registry.get("kube_service_exporter." + name).tags(tags).counter().count();
    }

    private double latency() {
        return registry.get("kube_service_exporter.event.latency")
                .timer()
                .totalTime(TimeUnit.SECONDS);
    }
}
