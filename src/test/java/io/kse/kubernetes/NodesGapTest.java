package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.testbed.Etcd;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealKubernetes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On an API server that reads everything from etcd, so that 410 is real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesGapTest {
    private RealKubernetes kubernetes;
    private Cluster cluster;
    private OwnNodes nodes;

    @BeforeAll
    void start(@TempDir Path folder) {
        kubernetes = RealKubernetes.start(folder, "--watch-cache=false");
        cluster = new Cluster(kubernetes);
        nodes = new OwnNodes(kubernetes);
    }

    @AfterAll
    void end() {
        cluster.close();
        kubernetes.close();
    }

    @Test
    void listsAgainWhenItsPlaceInTheHistoryIsGone() throws Exception {
        String goes = nodes.create("goes");
        try (FaultyProxy proxy = FaultyProxy.tcp(URI.create(kubernetes.url()).getPort());
                NodesRoute route = new NodesRoute(through(proxy)).start()) {
            route.awaitSeen("ADDED " + goes + " LISTED");

            proxy.fault(new Fault.Refuse());
            nodes.delete("goes");
            String comes = nodes.create("comes");
            new Etcd(kubernetes).forgetHistory();
            proxy.heal();

            route.awaitSeen("DELETED " + goes + " LISTED");
            route.awaitSeen("ADDED " + comes + " LISTED");
            assertThat(names(route)).contains(comes).doesNotContain(goes);
        }
    }

    private KubernetesClient through(FaultyProxy proxy) {
        return cluster.connect(kubernetes.kubeconfigAt("https://127.0.0.1:" + proxy.port()));
    }

    @Test
    void knowsItsNodesWhileTheApiServerIsAwayAndGoesOnAfterwards() throws Exception {
        String node = nodes.create("stays");
        try (NodesRoute route = new NodesRoute(cluster.admin()).start()) {
            route.awaitSeen("ADDED " + node + " LISTED");

            kubernetes.kill();
            assertThat(names(route)).contains(node);
            kubernetes.restart();
            nodes.setSchedulable("stays", false);

            await().atMost(Duration.ofSeconds(40))
                    .until(() -> route.seen(node).stream().anyMatch(s -> s.startsWith("MODIFIED")));
            assertThat(names(route)).contains(node);
        }
    }

    private static List<String> names(NodesRoute route) {
        return route.awaitNodes().stream().map(node -> node.getMetadata().getName()).toList();
    }
}
