package io.kse.log;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;

/**
 * Puts the id of the route into the log's context (MDC) for as long as its steps run, and that of
 * the calling route back afterwards. Camel's own {@code camel-mdc} forgets the caller, and leaves
 * the lines of beans without a route.
 */
public final class RouteInLog implements RoutePolicyFactory {
    /** Under this name. */
    public static final String KEY = "route";

    private final RoutePolicy policy = new OnEachExchange();

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return policy;
    }

    /** A route without the {@code threads} step begins and ends an exchange on one thread. */
    private static final class OnEachExchange extends RoutePolicySupport {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            MDC.pushByKey(KEY, Objects.requireNonNullElse(MDC.get(KEY), ""));
            MDC.put(KEY, route.getRouteId());
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            String caller = MDC.popByKey(KEY);
            if (caller == null || caller.isEmpty()) {
                MDC.remove(KEY);
            } else {
                MDC.put(KEY, caller);
            }
        }
    }
}
