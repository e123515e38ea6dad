package io.kse.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher.Action;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.impl.DefaultCamelContext;

/** A route from our {@code kubernetes-services} that keeps what is handed to it. */
final class WatchRoute implements AutoCloseable {
    static final String ROUTE = "watch-services";

    final DefaultCamelContext camel = new DefaultCamelContext();
    final Arrivals arrivals = new Arrivals();
    final InformerServicesComponent component;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Seen> through = new CopyOnWriteArrayList<>();

    /** One delivery. */
    record Seen(Action action, Service service, EventSource source, long arrival, String thread) {
        static Seen of(Exchange exchange) {
            return new Seen(
                    exchange.getIn()
                            .getHeader(KubernetesConstants.KUBERNETES_EVENT_ACTION, Action.class),
                    exchange.getIn().getBody(Service.class),
                    exchange.getIn().getHeader(InformerConsumer.SOURCE, EventSource.class),
                    exchange.getIn().getHeader(InformerConsumer.ARRIVAL, Long.class),
                    Thread.currentThread().getName());
        }

        String name() {
            return service.getMetadata().getName();
        }

        @Override
        public String toString() {
            return action + " " + name();
        }
    }

    WatchRoute(KubernetesClient client, List<String> namespaces) throws Exception {
        this(client, namespaces, exchange -> {});
    }

    /** {@code step}: runs after a delivery has been noted. */
    WatchRoute(KubernetesClient client, List<String> namespaces, Processor step) throws Exception {
        component = new InformerServicesComponent(namespaces, arrivals);
        camel.getRegistry().bind("kubernetesClient", client);
        camel.addComponent("kubernetes-services", component);
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("kubernetes-services:cluster?kubernetesClient=#kubernetesClient")
                                .routeId(ROUTE)
                                .process(exchange -> seen.add(Seen.of(exchange)))
                                .process(step)
                                .to("direct:through");
                        from("direct:through")
                                .routeId("through")
                                .process(exchange -> through.add(Seen.of(exchange)));
                    }
                });
        camel.start();
    }

    WatchRoute awaitComplete() {
        await().atMost(Duration.ofSeconds(10)).until(() -> component.services().isPresent());
        return this;
    }

    /** {@code ACTION name} of every delivery so far. */
    List<String> seen() {
        return seen.stream().map(Seen::toString).toList();
    }

    /** {@code ACTION name SOURCE} of every delivery so far. */
    List<String> sourced() {
        return seen.stream().map(delivery -> delivery + " " + delivery.source()).toList();
    }

    /** {@code ACTION name} of every delivery that has come to the end of its route. */
    List<String> through() {
        return through.stream().map(Seen::toString).toList();
    }

    List<Seen> deliveries() {
        return List.copyOf(seen);
    }

    void awaitSeen(String delivery) {
        await().atMost(Duration.ofSeconds(15)).until(() -> seen().contains(delivery));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
