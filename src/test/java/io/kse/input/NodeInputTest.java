package io.kse.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.kse.document.NodeList;
import io.kse.kubernetes.Trimmed;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.node.NodeVerdict;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Any Nodes come to a list that can be published, or to none. */
class NodeInputTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<NodeSelectors> SELECTORS =
            List.of(
                    NodeSelectors.parse("", 1),
                    NodeSelectors.parse("pool=edge", 1),
                    NodeSelectors.parse("[\"pool in (edge)\", \"!pool\", \"pool\"]", 2));

    private static final MutatedJson<Node> MUTATED = new MutatedJson<>(good(), Node.class);

    private static Node good() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .addToLabels("pool", "edge")
                .addToAnnotations(ClusterNode.PRETEND_READY_UNTIL, "2026-01-31T12:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(false)
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewAddress("10.0.0.1", "InternalIP")
                .addNewAddress("fd00::1", "InternalIP")
                .endStatus()
                .build();
    }

    @Test
    void anyNodesComeToAListOrToNone() {
        Inputs.each(
                Inputs.count(20),
                seed -> check(() -> new RandomNodes(new SplittableRandom(seed)).several()));
    }

    @Test
    void soDoAnyThatTheModelTakes() {
        Inputs.each(Inputs.count(5), seed -> check(several(seed)));
    }

    private static Supplier<List<Node>> several(long seed) {
        Supplier<Node> one = MUTATED.next(seed);
        Supplier<Node> other = MUTATED.next(~seed);
        return () -> List.of(one.get(), other.get());
    }

    /**
     * @param nodes new ones each time, and always equal ones
     */
    private static void check(Supplier<List<Node>> nodes) {
        List<ClusterNode> cluster = nodes.get().stream().map(ClusterNode::of).toList();
        List<ClusterNode> trimmed =
                nodes.get().stream().map(Trimmed::node).map(ClusterNode::of).toList();
        for (NodeSelectors selectors : SELECTORS) {
            NodeExport export = NodeExport.of(cluster, selectors, NOW);

            assertThat(NodeExport.of(trimmed, selectors, NOW)).isEqualTo(export);
            assertThat(export.included()).isBetween(0, cluster.size());
            for (ClusterNode node : cluster) {
                assertThat(NodeVerdict.of(node, export.selector(), NOW)).isNotNull();
            }
            if (!export.nodes().isEmpty()) {
                publish(new NodeList(export.nodes()));
            }
        }
    }

    private static void publish(NodeList list) {
        byte[] json = Promises.utf8(list.json());

        assertThat(list.isIn(json)).isTrue();
        assertThat(NodeList.entries(json)).contains(list.nodes());
        assertThat(list.nodes()).extracting(ExportedNode::address).doesNotContain("");
        assertThat(list.room(DocumentCode.KEYS.nodes())).isNotNull();
    }
}
