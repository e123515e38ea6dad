package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.Figures;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A whole cluster taken out of the load balancers, and back. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class DrainedClusterTest {
    private final RealConsul consul;
    private final OwnNodes nodes;
    private final OwnNamespace namespace;
    private final String drain;
    private final String list;

    DrainedClusterTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.nodes = new OwnNodes(kubernetes);
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.drain = namespace.prefix + "/drain/" + RunningExporter.CLUSTER;
        this.list = namespace.prefix + "/nodes/" + RunningExporter.CLUSTER;
    }

    @BeforeEach
    void create() {
        // As many as the brake would not let go at once.
        for (int i = 0; i < 12; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        namespace.create(namespace.exported("cart"));
        namespace.with("KSE_NODE_SELECTOR", nodes.selector());
    }

    @AfterEach
    void clean() {
        nodes.close();
    }

    private String list() {
        return consul.get(list).orElse("none");
    }

    private void awaitAll() {
        eventually().until(() -> list().split("Name").length == 13);
    }

    private void awaitDrained() {
        eventually().pollInterval(Duration.ofMillis(5)).until(() -> list().equals("[]"));
    }

    @Test
    void drainsAtOnceAndComesBack() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitAll();
            exporter.awaitDocument(namespace.key("cart"), "hash");
            Map<String, Long> documents = consul.indexes(namespace.prefix + "/services/");

            long asked = System.nanoTime();
            consul.put(drain, "true");
            awaitDrained();
            Figures.since("drained after", asked);
            assertThat(exporter.page()).contains("This cluster is drained by " + drain);
            assertThat(exporter.scrape())
                    .contains("kube_service_exporter_drained{source=\"key\"} 1.0")
                    .contains("kube_service_exporter_drained{source=\"setting\"} 0.0")
                    .contains("kube_service_exporter_node_entries 0.0");
            nodes.create("more", "10.0.1.1");
            namespace.barrier(exporter, "album");
            assertThat(list()).isEqualTo("[]");

            asked = System.nanoTime();
            consul.delete(drain);
            eventually().until(() -> list().split("Name").length == 14);
            Figures.since("back in service after", asked);
            assertThat(consul.indexes(namespace.prefix + "/services/"))
                    .containsAllEntriesOf(documents);
            assertThat(consul.get(namespace.brake())).isEmpty();
        }
    }

    @Test
    void aFalseKeyIsNoDrain() throws Exception {
        consul.put(drain, "false");
        try (RunningExporter exporter = namespace.start()) {
            awaitAll();
            assertThat(exporter.page()).doesNotContain("is drained");
        }
    }

    /** Else each restart of a leader would send traffic to a cluster that may be dead. */
    @Test
    void aNewLeaderPublishesNoNodesOfADrainedCluster() throws Exception {
        consul.put(drain, "true");
        try (RunningExporter exporter = namespace.start()) {
            awaitDrained();
        }
        long written = consul.indexes(list).get(list);

        for (int i = 0; i < 3; i++) {
            try (RunningExporter exporter = namespace.start()) {
                exporter.awaitCompared();
                namespace.barrier(exporter, "album-" + i);
            }
        }

        assertThat(consul.indexes(list)).containsEntry(list, written);
    }

    @Test
    void theSettingDrainsWhateverTheKeySays() throws Exception {
        namespace.with("KSE_DRAIN", "true");
        try (RunningExporter exporter = namespace.start()) {
            awaitDrained();
            consul.put(drain, "false");
            namespace.barrier(exporter, "album");
            assertThat(list()).isEqualTo("[]");
            assertThat(exporter.page()).contains("This cluster is drained by KSE_DRAIN:");
            assertThat(exporter.explained(namespace.name, "cart"))
                    .contains(
                            "the cluster is drained by KSE_DRAIN: load balancers get none of its Nodes");
            consul.put(drain, "yes");
            eventually().until(() -> exporter.page().contains("KSE_DRAIN and " + drain));
        }

        namespace.with("KSE_DRAIN", "false");
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitCompared();
            assertThat(list()).isEqualTo("[]");
            consul.delete(drain);
            awaitAll();
        }
    }

    @Test
    void drainsWhereNoNodeIsKnown() throws Exception {
        namespace.with("KSE_NODE_SELECTOR", "no=such").with("KSE_DRAIN", "true");
        try (RunningExporter exporter = namespace.start()) {
            awaitDrained();
        }
    }
}
