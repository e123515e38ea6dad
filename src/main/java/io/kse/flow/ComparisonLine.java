package io.kse.flow;

import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Runs the route {@code resync} when its bell rings, on a thread of its own, so one comparison at a
 * time. A comparison of which even the routes' policies know nothing is begun anew.
 */
final class ComparisonLine {
    private static final String ROUTE = "direct:resync";

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "comparison"));
    private final Bell bell = new Bell(thread, System::nanoTime, this::compare);
    private final Supplier<CamelContext> camel;
    private ProducerTemplate route;

    /**
     * @param camel asked when the bell rings for the first time
     */
    ComparisonLine(Supplier<CamelContext> camel) {
        this.camel = camel;
    }

    Bell bell() {
        return bell;
    }

    /** Ends the comparison under way as well; nothing of it is half written. */
    void stop() {
        bell.stop();
        thread.shutdownNow();
    }

    /** Always on the same thread. */
    private void compare(Set<Trigger> triggers) {
        if (route == null) {
            route = camel.get().createProducerTemplate();
        }
        Exchange done = route.send(ROUTE, exchange -> exchange.getIn().setBody(triggers));
        if (done.getException() != null) {
            bell.again(triggers);
        }
    }
}
