package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.testbed.LogLines;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeNoticesTest {
    private final LogLines log = new LogLines(NodeNotices.class);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void nameTheSelectorThatNoNodeMeets() {
        tellOfNone("[\"a=b\", \"c=d\"]");

        assertThat(log.lines())
                .containsExactly(
                        "WARN The last list of nodes stays: of 1 Nodes none is ready, schedulable,"
                                + " with an InternalIP and selected by \"a=b | c=d\"");
    }

    @Test
    void nameNoSelectorWhereThereIsNone() {
        tellOfNone("");

        assertThat(log.lines())
                .containsExactly(
                        "WARN The last list of nodes stays: of 1 Nodes none is ready, schedulable"
                                + " and with an InternalIP");
    }

    private static void tellOfNone(String selector) {
        NodeSelectors selectors = NodeSelectors.parse(selector, 1);
        new NodeNotices(selectors, new KvKey("kse/nodes/prod"))
                .tell(
                        NodeExport.of(
                                List.of(Nodes.readyNode("a", "10.0.0.1").cordoned().read()),
                                selectors,
                                Instant.EPOCH));
    }
}
