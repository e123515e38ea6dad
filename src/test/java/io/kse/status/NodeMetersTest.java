package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.node.ClusterNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Optional<NodeExport> latest = Optional.empty();
    private int held;
    private boolean drained;
    private boolean leads = true;

    @BeforeEach
    void bind() {
        new NodeMeters(() -> latest, () -> latest.filter(all -> !drained), () -> held, () -> leads)
                .bindTo(registry);
    }

    @Test
    void countEntriesAndNodes() {
        latest =
                export(
                        Nodes.readyNode("a", "10.0.0.1").internalIp("fd00::1").read(),
                        Nodes.readyNode("b", "10.0.0.2").read(),
                        Nodes.readyNode("c", "10.0.0.3").cordoned().read());
        held = 4;

        assertThat(values())
                .containsEntry("included.nodes", 2.0)
                .containsEntry("node.entries", 3.0)
                .containsEntry("kept.node.lists", 0.0)
                .containsEntry("held.node.entries", 4.0);
        assertThat(excluded())
                .isEqualTo(
                        Map.of(
                                "cordoned", 1.0,
                                "not_ready", 0.0,
                                "no_address", 0.0,
                                "not_selected", 0.0));
    }

    @Test
    void sayThatTheLastListStays() {
        latest = export(Nodes.readyNode("c", "10.0.0.3").cordoned().read());

        assertThat(values())
                .containsEntry("included.nodes", 0.0)
                .containsEntry("node.entries", 0.0)
                .containsEntry("kept.node.lists", 1.0);
    }

    @Test
    void areZeroWhileNotAllNodesAreKnown() {
        assertThat(registry.getMeters())
                .hasSize(8)
                .allSatisfy(meter -> assertThat(((Gauge) meter).value()).isZero());
    }

    @Test
    void tellOnlyOfALeaderWhatIsHeld() {
        held = 4;
        leads = false;

        assertThat(values()).containsEntry("held.node.entries", 0.0);
    }

    @Test
    void wantNoEntriesWhileDrained() {
        latest = export(Nodes.readyNode("c", "10.0.0.3").cordoned().read());
        drained = true;

        assertThat(values())
                .containsEntry("node.entries", 0.0)
                .containsEntry("kept.node.lists", 0.0);
        assertThat(excluded()).containsEntry("cordoned", 1.0);
    }

    private static Optional<NodeExport> export(ClusterNode... nodes) {
        return Optional.of(
                NodeExport.of(List.of(nodes), NodeSelectors.parse("", 1), Instant.EPOCH));
    }

    /** Of those that have no label, without what all names begin with. */
    private Map<String, Double> values() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getTags().isEmpty())
                .collect(
                        Collectors.toMap(
                                meter ->
                                        meter.getId()
                                                .getName()
                                                .substring("kube_service_exporter.".length()),
                                meter -> ((Gauge) meter).value()));
    }

    private Map<String, Double> excluded() {
        return registry.get("kube_service_exporter.excluded.nodes").gauges().stream()
                .collect(Collectors.toMap(g -> g.getId().getTag("reason"), Gauge::value));
    }
}
