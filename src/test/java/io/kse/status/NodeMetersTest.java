package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.node.ClusterNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
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
    private boolean leads = true;

    @BeforeEach
    void bind() {
        new NodeMeters(() -> latest, () -> held, () -> leads).bindTo(registry);
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
                .isEqualTo(
                        Map.of(
                                "kse.nodes.included", 3.0,
                                "kse.nodes.seen", 3.0,
                                "kse.nodes.kept", 0.0,
                                "kse.nodes.held", 4.0));
    }

    @Test
    void sayThatTheLastListStays() {
        latest = export(Nodes.readyNode("c", "10.0.0.3").cordoned().read());

        assertThat(values())
                .containsEntry("kse.nodes.included", 0.0)
                .containsEntry("kse.nodes.seen", 1.0)
                .containsEntry("kse.nodes.kept", 1.0);
    }

    @Test
    void areZeroWhileNotAllNodesAreKnown() {
        assertThat(values()).hasSize(4).allSatisfy((name, value) -> assertThat(value).isZero());
    }

    @Test
    void tellOnlyOfALeaderWhatIsHeld() {
        held = 4;
        leads = false;

        assertThat(values()).containsEntry("kse.nodes.held", 0.0);
    }

    @Test
    void sayWhatTheyAre() {
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getDescription())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    private static Optional<NodeExport> export(ClusterNode... nodes) {
        return Optional.of(
                NodeExport.of(List.of(nodes), NodeSelectors.parse("", 1), Instant.EPOCH));
    }

    private Map<String, Double> values() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .collect(Collectors.toMap(Meter.Id::getName, this::value));
    }

    private double value(Meter.Id id) {
        return registry.get(id.getName()).meter() instanceof Gauge gauge
                ? gauge.value()
                : Double.NaN;
    }
}
