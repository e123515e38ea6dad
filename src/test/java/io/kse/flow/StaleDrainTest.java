package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new leader whose connection of the drain key has died unseen. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class StaleDrainTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNamespace namespace;
    private final String drain;
    private final String list;

    StaleDrainTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.drain = namespace.prefix + "/drain/" + RunningExporter.CLUSTER;
        this.list = namespace.prefix + "/nodes/" + RunningExporter.CLUSTER;
    }

    @Test
    void aNewLeaderPublishesNoNodesThoughItHasNotHeardOfTheDrain() throws Exception {
        leaderChangesWhileTheStandbyHearsNothing("10.0.0.1", () -> consul.put(drain, "true"), "[]");
    }

    @Test
    void aNewLeaderTakesNoNodesThoughItHasNotHeardOfTheEndOfTheDrain() throws Exception {
        consul.put(drain, "true");

        leaderChangesWhileTheStandbyHearsNothing("[]", () -> consul.delete(drain), "10.0.0.1");
    }

    private void leaderChangesWhileTheStandbyHearsNothing(
            String before, Runnable change, String after) throws Exception {
        namespace.create(namespace.exported("cart"));
        try (OwnNodes nodes = new OwnNodes(kubernetes);
                FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            nodes.create("a", "10.0.0.1");
            namespace.with("KSE_NODE_SELECTOR", nodes.selector());
            RunningExporter leader = namespace.start();
            eventually().until(() -> consul.get(list).orElse("").contains(before));
            proxy.fault(new Fault.Hang(), StaleDrainTest::waitsForTheDrain);
            namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            try (RunningExporter standby = namespace.start()) {
                eventually()
                        .until(
                                () ->
                                        proxy.requests().stream()
                                                .anyMatch(StaleDrainTest::waitsForTheDrain));
                proxy.heal();
                change.run();
                eventually().until(() -> consul.get(list).orElse("").contains(after));
                long written = consul.indexes(list).get(list);

                leader.close();
                standby.awaitCompared();
                namespace.barrier(standby, "album");

                assertThat(consul.indexes(list)).containsEntry(list, written);
            }
        }
    }

    private static boolean waitsForTheDrain(Request request) {
        return request.path().contains("/drain/") && request.path().contains("index=");
    }
}
