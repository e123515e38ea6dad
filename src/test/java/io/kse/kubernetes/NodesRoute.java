package io.kse.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher.Action;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;

/** A route from our {@code kubernetes-nodes} that keeps what is handed to it. */
final class NodesRoute implements AutoCloseable {
    private static final String ROUTE = "watch-nodes";

    final InformerNodesComponent component = new InformerNodesComponent();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Is not started yet, as on a replica that does not lead. */
    NodesRoute(KubernetesClient client) throws Exception {
        camel.getRegistry().bind("kubernetesClient", client);
        camel.addComponent("kubernetes-nodes", component);
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("kubernetes-nodes:cluster?kubernetesClient=#kubernetesClient")
                                .routeId(ROUTE)
                                .autoStartup(false)
                                .process(exchange -> seen.add(text(exchange)));
                    }
                });
        camel.start();
    }

    private static String text(Exchange exchange) {
        return "%s %s %s"
                .formatted(
                        exchange.getIn()
                                .getHeader(
                                        KubernetesConstants.KUBERNETES_EVENT_ACTION, Action.class),
                        exchange.getIn().getBody(Node.class).getMetadata().getName(),
                        exchange.getIn().getHeader(InformerConsumer.SOURCE, EventSource.class));
    }

    NodesRoute start() throws Exception {
        camel.getRouteController().startRoute(ROUTE);
        return this;
    }

    void stop() throws Exception {
        camel.getRouteController().stopRoute(ROUTE);
    }

    List<Node> awaitNodes() {
        await().atMost(Duration.ofSeconds(20)).until(() -> component.nodes().isPresent());
        return component.nodes().orElseThrow();
    }

    /** {@code ACTION name SOURCE} of every delivery so far, of that Node. */
    List<String> seen(String node) {
        return seen.stream().filter(line -> line.contains(" " + node + " ")).toList();
    }

    void awaitSeen(String delivery) {
        await().atMost(Duration.ofSeconds(40)).until(() -> seen.contains(delivery));
    }

    HealthCheck.Result health() {
        return ((HealthCheckAware) camel.getRoute(ROUTE).getConsumer()).getHealthCheck().call();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
