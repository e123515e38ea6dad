package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.kse.document.KvKey;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.plan.Drain;
import io.kse.plan.WantedNodes;
import io.kse.status.NodeNotices;
import io.kse.testbed.LogLines;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainedNodeListsTest {
    private static final NodeSelectors ALL = NodeSelectors.parse("", 1);

    private final List<Node> cluster =
            new ArrayList<>(List.of(Nodes.readyNode("a", "10.0.0.1").build()));
    private final LogLines log = new LogLines(NodeNotices.class);
    private boolean complete = true;
    private Drain drain = Drains.IN_SERVICE;
    private final NodeLists lists =
            new NodeLists(
                    () -> complete ? Optional.of(cluster) : Optional.empty(),
                    ALL,
                    () -> drain,
                    Optional::empty,
                    () -> 0,
                    () -> {},
                    new NodeNotices(ALL, new KvKey("kse/nodes/prod")),
                    Clock.systemUTC());

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void wantsNothingBeforeItIsKnownWhetherTheClusterIsDrained() {
        drain = Drains.NOT_KNOWN;

        assertThat(lists.wanted()).isEmpty();
    }

    @Test
    void looksAnewWhenThatIsKnown() {
        drain = Drains.NOT_KNOWN;
        lists.look();

        drain = Drains.IN_SERVICE;

        assertThat(lists.look()).isTrue();
        assertThat(lists.wanted().orElseThrow().nodes()).hasSize(1);
    }

    @Test
    void wantsNoNodesWhileDrained() {
        drain = Drains.DRAINED;

        assertThat(lists.wanted()).contains(WantedNodes.DRAINED);
    }

    @Test
    void needsNoNodesToDrain() {
        complete = false;
        drain = Drains.DRAINED;

        assertThat(lists.wanted()).contains(WantedNodes.DRAINED);
    }

    @Test
    void theListIsAnotherWhenTheDrainBeginsAndEnds() {
        lists.look();

        drain = Drains.DRAINED;
        assertThat(lists.look()).isTrue();
        assertThat(lists.look()).isFalse();

        drain = Drains.IN_SERVICE;
        assertThat(lists.look()).isTrue();
        assertThat(lists.look()).isFalse();
    }

    @Test
    void nodesAreNoReasonToPlanWhileDrained() {
        drain = Drains.DRAINED;
        lists.look();

        cluster.add(Nodes.readyNode("b", "10.0.0.2").build());

        assertThat(lists.look()).isFalse();
    }

    @Test
    void saysNothingOfAListThatIsEmptyOnPurpose() {
        drain = Drains.DRAINED;
        cluster.clear();

        lists.look();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void tellsListenersOfNoNodesWhileDrained() {
        List<Optional<NodeExport>> heard = new ArrayList<>();
        lists.onLook(heard::add);
        drain = Drains.DRAINED;

        lists.look();

        assertThat(heard).containsExactly(Optional.empty());
        assertThat(lists.latest()).isPresent();
    }
}
