package io.kse.flow;

import java.util.concurrent.Semaphore;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/**
 * Lets one caller at a time through the route {@code change-keys}, in the order in which they came.
 * The next one has its turn whatever the one before came to; a {@code doFinally} in the route would
 * not see an Error.
 */
public final class Turn implements Processor {
    private static final String ROUTE = "direct:change-keys";

    private final Semaphore turn = new Semaphore(1, true);
    private ProducerTemplate route;

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        turn.acquire();
        try {
            route(exchange.getContext()).send(ROUTE, exchange);
        } finally {
            turn.release();
        }
    }

    /** Only called by who has the turn. */
    private ProducerTemplate route(CamelContext camel) {
        if (route == null) {
            route = camel.createProducerTemplate();
        }
        return route;
    }

    /** True if somebody waits. */
    boolean isAwaited() {
        return turn.hasQueuedThreads();
    }
}
