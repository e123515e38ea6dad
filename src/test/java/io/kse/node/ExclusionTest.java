package io.kse.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExclusionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Optional<NodeSelector> ALL = Optional.of(NodeSelector.parse(""));

    @Test
    void noneIfTheNodeIsInTheList() {
        assertThat(Exclusion.of(Nodes.readyNode("a", "10.0.0.1").read(), ALL, NOW)).isEmpty();
    }

    @Test
    void saysTheFirstOfSeveralReasons() {
        ClusterNode node = Nodes.readyNode("a", "10.0.0.1").cordoned().read();

        assertThat(Exclusion.of(node, Optional.empty(), NOW)).contains(Exclusion.CORDONED);
    }

    @Test
    void saysThatNoSelectorFindsIt() {
        ClusterNode node = Nodes.readyNode("a", "10.0.0.1").read();

        assertThat(Exclusion.of(node, Optional.of(NodeSelector.parse("role=edge")), NOW))
                .contains(Exclusion.NOT_SELECTED);
        assertThat(Exclusion.of(node, Optional.empty(), NOW)).contains(Exclusion.NOT_SELECTED);
    }

    @Test
    void everyNodeIsIncludedOrHasAReason() {
        NodeExport export =
                NodeExport.of(
                        List.of(
                                Nodes.readyNode("a", "10.0.0.1").internalIp("fd00::1").read(),
                                Nodes.readyNode("b", "10.0.0.2").cordoned().read()),
                        NodeSelectors.parse("", 1),
                        NOW);

        assertThat(export.included()).isEqualTo(1);
        assertThat(export.excluded()).isEqualTo(Map.of(Exclusion.CORDONED, 1));
    }
}
