package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class NodesRightsTest {
    private final Cluster cluster;
    private final OwnNodes nodes;
    private final User user;

    NodesRightsTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
        nodes = new OwnNodes(kubernetes);
        user = new User(kubernetes);
    }

    @AfterEach
    void close() {
        nodes.close();
        cluster.close();
    }

    @Test
    void isReadyWithoutTheRightAndSaysOnceWhatItMeans() throws Exception {
        String node = nodes.create("n");
        try (LogLines lines = new LogLines(ApiServerTrouble.class);
                NodesRoute route = new NodesRoute(cluster.connect(user.kubeconfig()))) {
            route.start();
            await().until(() -> route.health().getState() == HealthCheck.State.UP);
            assertThat(route.component.nodes()).isEmpty();
            route.component.restartWatch();
            assertThat(route.health().getDetails()).containsEntry("complete", false);
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .endsWith(
                            "missing right: list nodes; the nodes key stays as it is; trying again");

            user.mayReadNodes();

            assertThat(route.awaitNodes())
                    .extracting((Node known) -> known.getMetadata().getName())
                    .contains(node);
            assertThat(lines.lines().get(1)).endsWith("granted by now: list nodes");
        }
    }
}
