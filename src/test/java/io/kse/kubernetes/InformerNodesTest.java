package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class InformerNodesTest {
    private final Cluster cluster;
    private final OwnNodes nodes;

    InformerNodesTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
        nodes = new OwnNodes(kubernetes);
    }

    @AfterEach
    void close() {
        nodes.close();
        cluster.close();
    }

    @Test
    void followsNodesFromTheFirstListOn() throws Exception {
        String old = nodes.create("old");
        try (NodesRoute route = new NodesRoute(cluster.admin()).start()) {
            route.awaitSeen("ADDED " + old + " LISTED");

            String young = nodes.create("young");
            route.awaitSeen("ADDED " + young + " WATCHED");
            nodes.setSchedulable("young", false);
            route.awaitSeen("MODIFIED " + young + " WATCHED");
            nodes.delete("young");
            route.awaitSeen("DELETED " + young + " WATCHED");

            assertThat(names(route)).contains(old).doesNotContain(young);
        }
    }

    @Test
    void handsOnHeartbeatsToo() throws Exception {
        String node = nodes.create("beats");
        try (NodesRoute route = new NodesRoute(cluster.admin()).start()) {
            route.awaitSeen("ADDED " + node + " LISTED");

            nodes.heartbeat("beats");

            route.awaitSeen("MODIFIED " + node + " WATCHED");
        }
    }

    @Test
    void keepsOfANodeWhatIsReadAndDropsWhatIsLarge() throws Exception {
        String name = nodes.create("large", "10.0.0.1");
        nodes.fill("large");
        try (NodesRoute route = new NodesRoute(cluster.admin()).start()) {
            Node node = find(route, name);

            assertThat(node.getMetadata().getLabels()).containsKey("test-of");
            assertThat(node.getStatus().getConditions()).hasSize(1);
            assertThat(node.getStatus().getAddresses()).hasSize(1);
            assertThat(node.getMetadata().getManagedFields()).isNullOrEmpty();
            assertThat(node.getStatus().getImages()).isEmpty();
            assertThat(node.getStatus().getVolumesInUse()).isEmpty();
            assertThat(node.getStatus().getCapacity()).isEmpty();
        }
    }

    @Test
    void knowsNoNodesBeforeTheRouteRunsAndAfterItStopped() throws Exception {
        String first = nodes.create("first");
        try (NodesRoute route = new NodesRoute(cluster.admin())) {
            assertThat(route.component.nodes()).isEmpty();

            route.start();
            assertThat(route.awaitNodes()).isNotEmpty();
            assertThat(names(route)).contains(first);
            route.stop();
            assertThat(route.component.nodes()).isEmpty();
            nodes.delete("first");
            String second = nodes.create("second");

            route.start();
            route.awaitSeen("ADDED " + second + " LISTED");
            assertThat(names(route)).contains(second).doesNotContain(first);
        }
    }

    /** Those of the first one are in the cache by then. */
    @Test
    void knowsNoNodesBetweenTwoPagesOfTheirList() throws Exception {
        int moreThanAPage = 501;
        IntStream.range(0, moreThanAPage).parallel().forEach(i -> nodes.create("n" + i));
        AtomicReference<InformerNodesComponent> watched = new AtomicReference<>();
        List<Optional<List<Node>>> betweenPages = new CopyOnWriteArrayList<>();
        try (KubernetesClient client =
                        cluster.adminWho(
                                request -> {
                                    if (request.uri().toString().contains("continue=")) {
                                        betweenPages.add(watched.get().nodes());
                                    }
                                });
                NodesRoute route = new NodesRoute(client)) {
            watched.set(route.component);
            route.start();

            assertThat(route.awaitNodes()).hasSizeGreaterThanOrEqualTo(moreThanAPage);
            assertThat(betweenPages).isNotEmpty().containsOnly(Optional.empty());
        }
    }

    @Test
    void refusesOptionsThatWouldHideNodes() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("kubernetes-nodes", new InformerNodesComponent());
            camel.getRegistry().bind("kubernetesClient", cluster.admin());
            var endpoint =
                    camel.getEndpoint(
                            "kubernetes-nodes:cluster?kubernetesClient=#kubernetesClient"
                                    + "&labelKey=a&labelValue=b");

            assertThatThrownBy(() -> endpoint.createConsumer(exchange -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("KSE_NODE_SELECTOR");
        }
    }

    private static List<String> names(NodesRoute route) {
        return route.awaitNodes().stream().map(node -> node.getMetadata().getName()).toList();
    }

    private static Node find(NodesRoute route, String name) {
        await().until(() -> names(route).contains(name));
        return route.awaitNodes().stream()
                .filter(node -> node.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
