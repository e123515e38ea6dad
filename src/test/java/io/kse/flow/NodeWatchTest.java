package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Campaigning;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.LeadershipState.Standby;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.status.NodeNotices;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
    private static final LeadershipState LEADING =
            new Leading(new SessionFence(new KvKey("kse/lock"), "session"), Instant.EPOCH);
    private static final LeadershipState STANDBY = new Standby("another");
    private static final NodeSelectors ALL = NodeSelectors.parse("", 1);
    private static final List<Node> CLUSTER = List.of(Nodes.readyNode("a", "10.0.0.1").build());

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final NodeLists lists =
            new NodeLists(
                    () -> isWatching() ? Optional.of(CLUSTER) : Optional.empty(),
                    ALL,
                    () -> Drains.IN_SERVICE,
                    Optional::empty,
                    () -> 0,
                    () -> {},
                    new NodeNotices(ALL, new KvKey("kse/nodes/prod")),
                    Clock.systemUTC());
    private final NodeWatch watch = new NodeWatch(camel, lists);

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("seda:nodes")
                                .routeId(NodeWatch.ROUTE)
                                .autoStartup(false)
                                .to("seda:seen");
                    }
                });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private boolean isWatching() {
        return camel.getRouteController().getRouteStatus(NodeWatch.ROUTE).isStarted();
    }

    @Test
    void beginsWithTheLeadership() {
        watch.accept(STANDBY, LEADING);

        assertThat(isWatching()).isTrue();
    }

    /** Otherwise the meters would tell for ever what was last seen. */
    @Test
    void endsWhenAnotherReplicaLeadsAndForgetsWhatItSaw() {
        watch.accept(STANDBY, LEADING);
        lists.look();
        assertThat(lists.latest()).isPresent();

        watch.accept(LEADING, STANDBY);

        assertThat(isWatching()).isFalse();
        assertThat(lists.latest()).isEmpty();
    }

    @Test
    void goesOnBetweenTwoLeaders() {
        watch.accept(STANDBY, LEADING);
        lists.look();

        watch.accept(LEADING, new Campaigning());
        watch.accept(new Campaigning(), LEADING);

        assertThat(isWatching()).isTrue();
        assertThat(lists.latest()).isPresent();
    }
}
