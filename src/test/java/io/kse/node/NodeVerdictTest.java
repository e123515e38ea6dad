package io.kse.node;

import static io.kse.node.NodeVerdict.CORDONED;
import static io.kse.node.NodeVerdict.INCLUDED;
import static io.kse.node.NodeVerdict.NOT_READY;
import static io.kse.node.NodeVerdict.NOT_SELECTED;
import static io.kse.node.NodeVerdict.NO_ADDRESS;
import static io.kse.node.NodeVerdict.PRETENDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeVerdictTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String LATER = "2026-01-31T13:00:00Z";

    @Test
    void saysWhyANodeIsOut() {
        assertThat(verdict("", worker("a"))).isEqualTo(INCLUDED);
        assertThat(verdict("", worker("a").cordoned())).isEqualTo(CORDONED);
        assertThat(verdict("", Nodes.node("a").ready("Unknown").internalIp("10.0.0.1")))
                .isEqualTo(NOT_READY);
        assertThat(verdict("", Nodes.node("a").ready("True"))).isEqualTo(NO_ADDRESS);
        assertThat(verdict("role=gpu", worker("a"))).isEqualTo(NOT_SELECTED);
        assertThat(
                        verdict(
                                "",
                                Nodes.node("a")
                                        .ready("False")
                                        .internalIp("10.0.0.1")
                                        .pretendReadyUntil(LATER)))
                .isEqualTo(PRETENDS);
    }

    @Test
    void saysThatTheSelectorThatFindsOthersDoesNotFindIt() {
        NodeExport export =
                NodeExport.of(
                        List.of(worker("a").read(), worker("b").label("role", "gpu").read()),
                        NodeSelectors.parse("role=gpu", 1),
                        NOW);

        assertThat(NodeVerdict.of(worker("a").read(), export.selector(), NOW))
                .isEqualTo(NOT_SELECTED);
        assertThat(NOT_SELECTED.reason()).isEqualTo("not selected");
    }

    /** The list decides, this only says why. */
    @Test
    void agreesWithTheList() {
        for (Nodes node :
                List.of(
                        worker("a"),
                        worker("b").cordoned(),
                        Nodes.node("c").ready("True"),
                        Nodes.node("d").internalIp("10.0.0.4"),
                        worker("e").label("role", "gpu"))) {
            for (String selector : List.of("", "role=gpu", "role=none")) {
                NodeExport export = export(selector, node);
                assertThat(NodeVerdict.of(node.read(), export.selector(), NOW).isIncluded())
                        .isEqualTo(!export.nodes().isEmpty());
            }
        }
    }

    @Test
    void isCountedForEachNodeThatIsNotInTheList() {
        NodeExport export =
                NodeExport.of(
                        List.of(
                                worker("a").internalIp("fd00::1").read(),
                                worker("b").cordoned().read()),
                        NodeSelectors.parse("", 1),
                        NOW);

        assertThat(export.included()).isEqualTo(1);
        assertThat(export.excluded()).isEqualTo(Map.of(CORDONED, 1));
    }

    private static Nodes worker(String name) {
        return Nodes.readyNode(name, "10.0.0.1");
    }

    private static NodeVerdict verdict(String selector, Nodes node) {
        return NodeVerdict.of(node.read(), export(selector, node).selector(), NOW);
    }

    private static NodeExport export(String selector, Nodes node) {
        return NodeExport.of(List.of(node.read()), NodeSelectors.parse(selector, 1), NOW);
    }
}
