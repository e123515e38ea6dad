package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.document.KvKey;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** 20 documents, of which 15 are not wanted any more when an exporter starts. */
@ExtendWith(RealServers.class)
class HeldDeletesTest {
    private final RealConsul consul;
    private final OwnNamespace namespace;
    private final LogLines log = new LogLines("io.kse.flow.Braking");
    private Map<String, String> all;

    HeldDeletesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @BeforeEach
    void unexport15Of20() throws Exception {
        namespace.createMany("cart", 20);
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 20);
            all = exporter.documents();
        }
        unexport(0, 15);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @SideBySide
    void areReportedAndSaidOnce() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        try (RunningExporter exporter = namespace.start()) {
            BrakeReport report = awaitReport(15);

            assertThat(documents()).isEqualTo(all);
            assertThat(report.base()).isEqualTo(20);
            assertThat(report.limit()).isEqualTo(10);
            assertThat(report.deleted()).isZero();
            assertThat(report.since()).isBetween(before, Instant.now());
            assertThat(report.keys())
                    .hasSize(15)
                    .isSorted()
                    .contains(key(0))
                    .doesNotContain(key(15));
            namespace.barrier(exporter, "barrier");
            assertThat(log.of(namespace.prefix))
                    .singleElement()
                    .asString()
                    .startsWith("WARN 15 deletes are held")
                    .contains("write " + report.id() + " to " + release());
        }
    }

    @SideBySide
    void areNotFreedByAWrongRelease() throws Exception {
        consul.put(release(), "all of them");

        try (RunningExporter exporter = namespace.start()) {
            awaitReport(15);

            eventually().until(() -> namespace.get(release()).isEmpty());
            namespace.barrier(exporter, "barrier");
            assertThat(exporter.documents()).containsAllEntriesOf(all);
            assertThat(log.of("all of them")).singleElement().asString().startsWith("WARN");
        }
    }

    @SideBySide
    void areNotFreedByTheIdOfFewer() throws Exception {
        String old;
        try (RunningExporter exporter = namespace.start()) {
            old = awaitReport(15).id();
            assertThat(exporter.documents()).containsAllEntriesOf(all);
        }
        unexport(15, 16);
        consul.put(release(), old);

        try (RunningExporter exporter = namespace.start()) {
            BrakeReport now = awaitReport(16);

            eventually().until(() -> namespace.get(release()).isEmpty());
            namespace.barrier(exporter, "barrier");
            assertThat(exporter.documents()).containsAllEntriesOf(all);
            assertThat(now.id()).isNotEqualTo(old);
            assertThat(log.of(old + "\" at " + release())).hasSize(1);
        }
    }

    /** And of the neighbour's nothing; the operator waits for seconds only. */
    @SideBySide
    void areFreedByTheirId() throws Exception {
        consul.put(namespace.brake() + "2", "{}");
        consul.put(namespace.brake() + "2/release", "theirs");
        try (RunningExporter exporter = namespace.start()) {
            BrakeReport report = awaitReport(15);

            consul.put(release(), report.id() + "\n");

            eventually().until(() -> namespace.get(namespace.brake()).isEmpty());
            report.keys().forEach(key -> exporter.awaitGone(key.path()));
            assertThat(documents()).hasSize(5).isEqualTo(wanted());
            assertThat(namespace.get(release())).isEmpty();
            assertThat(report.keys().stream().map(key -> consul.deletedAt(key.path())))
                    .as("the index of one of them: used up together with what it frees")
                    .contains(consul.deletedAt(release()));
        }
        assertThat(namespace.get(namespace.brake() + "2/release")).contains("theirs");
        assertThat(namespace.get(namespace.brake() + "2")).contains("{}");
    }

    @SideBySide
    void areOverWhenTheyAreWantedAgain() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitReport(15);

            IntStream.range(0, 15)
                    .forEach(i -> namespace.annotate("cart-" + i, "exported", "true"));

            eventually().until(() -> namespace.get(namespace.brake()).isEmpty());
            assertThat(exporter.documents()).isEqualTo(all);
        }
    }

    private void unexport(int from, int to) {
        IntStream.range(from, to).forEach(i -> namespace.unexport("cart-" + i));
    }

    private BrakeReport awaitReport(int held) {
        return eventually()
                .until(
                        () ->
                                namespace
                                        .get(namespace.brake())
                                        .map(json -> json.getBytes(StandardCharsets.UTF_8))
                                        .flatMap(BrakeReport::read),
                        report -> report.isPresent() && report.get().held() == held)
                .orElseThrow();
    }

    private Map<String, String> documents() {
        return consul.keys(namespace.prefix + "/services/");
    }

    private Map<String, String> wanted() {
        Map<String, String> wanted = new TreeMap<>(all);
        IntStream.range(0, 15).forEach(i -> wanted.remove(key(i).path()));
        return wanted;
    }

    private KvKey key(int i) {
        return new KvKey(namespace.key("cart-" + i));
    }

    private String release() {
        return namespace.brake() + "/release";
    }
}
