package io.kse.flow;

import io.kse.explain.Explanation;
import io.kse.service.ServiceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/**
 * Asks the route {@code explain-service} for those who want an explanation over HTTP or on the
 * page, a few at a time. Safe for several threads.
 */
final class Questions {
    private static final String ROUTE = "direct:explain-service";

    /** Each reads our keys from Consul, on a thread that other requests wait for. */
    private static final int AT_ONCE = 2;

    private final Function<ServiceName, Explanation> route;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Questions(Function<ServiceName, Explanation> route) {
        this.route = route;
    }

    /**
     * @param camel has the route once it runs
     */
    static Questions to(Supplier<CamelContext> camel) {
        return new Questions(name -> run(camel.get(), name));
    }

    private static Explanation run(CamelContext camel, ServiceName name) {
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            return producer.requestBody(ROUTE, name, Explanation.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Why a Service is exported, or why not, as of now. Takes as long as a comparison's read of
     * Consul; what does not answer is said in the explanation.
     *
     * @throws TooManyQuestions if others are being answered
     */
    public Explanation explain(String namespace, String name) {
        if (!room.tryAcquire()) {
            throw new TooManyQuestions();
        }
        try {
            return route.apply(new ServiceName(namespace, name));
        } finally {
            room.release();
        }
    }

    /** The same for people, also where it cannot be said now. */
    String text(String namespace, String name) {
        try {
            return explain(namespace, name).text();
        } catch (TooManyQuestions e) {
            return e.getMessage();
        }
    }
}
