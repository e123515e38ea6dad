package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.NodeList;
import io.kse.testbed.Figures;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More Nodes than come in one page: the watch lists 100 at a time. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // What runs is looked at in Consul.
class ManyNodesTest {
    private static final int NODES = 220;

    private final RealConsul consul;
    private final OwnNodes nodes;
    private final OwnNamespace namespace;
    private final String key;
    private final LogLines log = new LogLines("io.kse");

    ManyNodesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.nodes = new OwnNodes(kubernetes);
        this.namespace =
                new OwnNamespace(kubernetes, consul).with("KSE_NODE_SELECTOR", nodes.selector());
        this.key = namespace.prefix + "/nodes/" + RunningExporter.CLUSTER;
    }

    @AfterEach
    void clean() {
        log.close();
        nodes.close();
    }

    /** With 1,000 of them the original wrote 2 for a moment at each restart. */
    @Test
    void areNeverWrittenInPart() throws Exception {
        long begun = System.nanoTime();
        IntStream.range(0, NODES).parallel().forEach(i -> nodes.create("n" + i, "10.0.0.1"));
        Figures.since("to create %d Nodes".formatted(NODES), begun);
        try (RunningExporter exporter = namespace.start()) {
            awaitEntries(NODES);
        }

        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");
            nodes.create("last", "10.0.0.1");
            awaitEntries(NODES + 1);
        }

        assertThat(log.of("Put " + key))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).contains("new: " + NODES + " nodes"),
                        second -> assertThat(second).contains("+1 nodes"));
    }

    private void awaitEntries(int count) {
        eventually().until(() -> entries() == count);
    }

    private int entries() {
        return consul.get(key)
                .flatMap(list -> NodeList.entries(list.getBytes(StandardCharsets.UTF_8)))
                .map(entries -> entries.size())
                .orElse(0);
    }
}
