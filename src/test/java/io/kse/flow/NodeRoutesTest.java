package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.document.KvKey;
import io.kse.kubernetes.EventSource;
import io.kse.kubernetes.InformerConsumer;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.status.NodeNotices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From events of Nodes to plans, in the shipped routes; each event brings a Node more. */
class NodeRoutesTest {
    private static final int MANY = 50;
    private static final NodeSelectors ALL = NodeSelectors.parse("", 1);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Node> cluster = new CopyOnWriteArrayList<>();
    private final List<Integer> planned = new CopyOnWriteArrayList<>();
    private final HandMovedClock clock = new HandMovedClock();
    private final NodeLists lists =
            new NodeLists(
                    () -> Optional.of(List.copyOf(cluster)),
                    ALL,
                    () -> Drains.IN_SERVICE,
                    Optional::empty,
                    () -> 0,
                    () -> {},
                    new NodeNotices(ALL, new KvKey("kse/nodes/prod")),
                    clock);

    private void start(Duration quiet) throws Exception {
        camel.setRouteFilterPattern("watch-nodes,export-nodes,count-plans", null);
        camel.getPropertiesComponent()
                .addInitialProperty("kse.nodes.quiet", String.valueOf(quiet.toMillis()));
        bind();
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:change-service")
                                .routeId("count-plans")
                                .process(exchange -> planned.add(wanted()));
                    }
                });
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        PluginHelper.getPackageScanResourceResolver(camel)
                                .findResources("file:routes/*.camel.yaml"));
        AdviceWith.adviceWith(
                camel, "watch-nodes", route -> route.replaceFromWith("direct:watch-nodes"));
        camel.start();
    }

    private void bind() {
        camel.getRegistry().bind("nodeLists", lists);
        camel.getRegistry().bind("desired", new Compared());
        camel.getRegistry().bind("leadership", new Leader());
        camel.getRegistry().bind("patience", new Patience(1, () -> false, () -> false));
        camel.getRegistry().bind("failures", new Failures());
        camel.getRegistry().bind("rounds", new Rounds(() -> {}));
        camel.getRegistry().bind("bell", new Rung());
    }

    private int wanted() {
        return lists.wanted().orElseThrow().nodes().size();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void manyChangesAtOnceComeToOnePlanWhenTheyAreQuiet() throws Exception {
        start(Duration.ofMillis(250));

        for (int i = 0; i < MANY; i++) {
            addNode();
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> planned.contains(MANY));
        assertThat(planned).hasSizeLessThan(MANY / 5);
    }

    @Test
    void changesThatAreNeverQuietComeToAPlanAfter2Seconds() throws Exception {
        start(Duration.ofHours(1));
        for (int i = 0; i < MANY; i++) {
            addNode();
        }

        clock.now = clock.now.plusSeconds(2);
        addNode();

        await().atMost(Duration.ofSeconds(20)).until(() -> !planned.isEmpty());
        assertThat(planned).containsExactly(MANY + 1);
    }

    private void addNode() {
        Node node = Nodes.readyNode("n" + cluster.size(), "10.0.0.1").build();
        cluster.add(node);
        camel.createFluentProducerTemplate()
                .to("direct:watch-nodes")
                .withBody(node)
                .withHeaders(
                        Map.of(
                                KubernetesConstants.KUBERNETES_EVENT_ACTION, Action.ADDED,
                                KubernetesConstants.KUBERNETES_EVENT_TIMESTAMP, clock.millis(),
                                InformerConsumer.SOURCE, EventSource.WATCHED))
                .send();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(this::isTaken);
    }

    /** Whether every wish for a list has been taken up, so that none stands for two. */
    private boolean isTaken() {
        return ((SedaEndpoint) camel.getRoute("export-nodes").getEndpoint()).getQueue().isEmpty();
    }

    /** Stands for Desired. */
    public static final class Compared {
        public boolean isListed() {
            return true;
        }
    }

    /** Stands for Leadership. */
    public static final class Leader {
        public boolean isStandby() {
            return false;
        }
    }

    /** Stands for Bell. */
    public static final class Rung {
        public void later() {}
    }

    private static final class HandMovedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
