package io.kse.flow;

import io.kse.status.OriginalMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Counts the events that come to the routes that watch, as the original counted them. */
final class OriginalEventCounts extends RoutePolicySupport {
    private static final String SERVICES = "watch-services";
    private static final String NODES = "watch-nodes";
    private static final String ACTION = "CamelKubernetesEventAction";
    private static final Map<String, String> HANDLERS =
            Map.of("ADDED", "add", "MODIFIED", "update", "DELETED", "delete");

    private final OriginalMetrics metrics;
    private final boolean ofServices;

    private OriginalEventCounts(OriginalMetrics metrics, boolean ofServices) {
        this.metrics = metrics;
        this.ofServices = ofServices;
    }

    static RoutePolicyFactory factory(OriginalMetrics metrics) {
        return new RoutePolicyFactory() {
            @Override
            public RoutePolicy createRoutePolicy(CamelContext camel, String id, NamedNode route) {
                boolean watches = id.equals(SERVICES) || id.equals(NODES);
                return watches ? new OriginalEventCounts(metrics, id.equals(SERVICES)) : null;
            }
        };
    }

    /** Before any step can change what the event says. */
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        String action = exchange.getIn().getHeader(ACTION, "", String.class);
        String handler = HANDLERS.getOrDefault(action, "update");
        if (ofServices) {
            exchange.setProperty(SERVICES, handler);
        } else {
            metrics.nodeEvent(handler);
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        String handler = exchange.getProperty(SERVICES, String.class);
        if (handler != null) {
            Duration time = Duration.ofMillis(exchange.getClock().elapsed());
            metrics.serviceEvent(handler, time);
        }
    }
}
