package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code diff} says of the list of nodes. */
@ExtendWith(RealServers.class)
class DiffNodesTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNodes nodes;
    private final ComparedCluster cluster;
    private final String key;

    DiffNodesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.nodes = new OwnNodes(kubernetes);
        this.cluster = new ComparedCluster(kubernetes, consul);
        this.key = cluster.prefix + "/nodes/prod";
        cluster.environment.put("KSE_NODE_SELECTOR", nodes.selector());
    }

    @AfterEach
    void clean() {
        nodes.close();
    }

    @Test
    void findsTheListNew() {
        nodes.create("a", "10.0.0.1");
        nodes.create("b", "10.0.0.2", "fd00::2");

        assertThat(cluster.diff())
                .isEqualTo(new Run(2, lines("+ " + key + ": new: 3 nodes", "1 to write"), ""));
        assertThat(consul.get(key)).isEmpty();
    }

    @Test
    void findsNothingToChangeInTheListAsItIs() {
        publish(2);

        assertThat(cluster.diff()).isEqualTo(new Run(0, lines("nothing to change"), ""));
    }

    @Test
    void showsWhichNodesComeAndGo() {
        publish(2);
        nodes.setSchedulable("n1", false);
        nodes.create("n2", "10.0.0.2");

        assertThat(cluster.diff())
                .isEqualTo(
                        new Run(
                                2,
                                lines(
                                        "~ %s: +1 -1 nodes: +%s 10.0.0.2, -%s 10.0.0.1"
                                                .formatted(key, nodes.full("n2"), nodes.full("n1")),
                                        "1 to write"),
                                ""));
    }

    @Test
    void leavesTheListWhereNoNodeIsIncluded() {
        publish(1);
        nodes.setReady("n0", "Unknown");

        assertThat(cluster.diff()).isEqualTo(new Run(0, lines("nothing to change"), ""));
    }

    @Test
    void showsThatTheClusterIsDrained() {
        publish(2);
        consul.put(cluster.prefix + "/drain/prod", "true");

        Run run = cluster.diff();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .startsWith("~ " + key + ": -2 nodes: ")
                .contains(": the cluster is drained");
    }

    @Test
    void findsNothingToChangeInADrainedCluster() {
        nodes.create("a", "10.0.0.1");
        consul.put(key, "[]");
        cluster.environment.put("KSE_DRAIN", "true");

        assertThat(cluster.diff()).isEqualTo(new Run(0, lines("nothing to change"), ""));
    }

    @Test
    void showsWhatTheBrakeHoldsBesideWhatIsNew() {
        publish(12);
        for (int i = 0; i < 8; i++) {
            nodes.setReady("n" + i, "Unknown");
        }
        nodes.create("new", "10.0.1.1");

        Run run = cluster.diff();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .isEqualTo(
                        lines(
                                "+ %s/brake/prod: 8 deletes are held".formatted(cluster.prefix),
                                "~ %s: +1 nodes: +%s 10.0.1.1".formatted(key, nodes.full("new")),
                                "! %s: 8 nodes held by the brake: %s 10.0.0.0, %s 10.0.0.1, %s 10.0.0.2 and 5 more"
                                        .formatted(
                                                key,
                                                nodes.full("n0"),
                                                nodes.full("n1"),
                                                nodes.full("n2")),
                                "2 to write, 1 held"));
        assertThat(run.err())
                .startsWith("note: a run would say: 8 entries stay in the list of nodes")
                .hasLineCount(1);
    }

    @Test
    void saysThatTheListStaysWithoutTheRightToListNodes() {
        publish(1);
        nodes.create("new", "10.0.1.1");
        User user = new User(kubernetes).may(cluster.namespace, "list");
        cluster.environment.put("KUBECONFIG", user.kubeconfig().toString());

        assertThat(cluster.diff())
                .isEqualTo(
                        new Run(
                                0,
                                lines("nothing to change"),
                                lines("note: missing right: list nodes; the nodes key stays")));
    }

    /** As many Nodes, {@code n0} and so on, and the list of them. */
    private void publish(int count) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = nodes.create("n" + i, "10.0.0." + i);
            entries.add("{\"Name\":\"%s\",\"Address\":\"10.0.0.%d\"}".formatted(name, i));
        }
        entries.sort(null);
        consul.put(key, "[" + String.join(",", entries) + "]");
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }
}
