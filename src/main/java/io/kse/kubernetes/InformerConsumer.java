package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Hands the events of one kind of object to a route, as Camel's own consumers do, but from
 * informers. Hands on nothing before the informers are settled, see {@link Informers#isSettled};
 * then the latest event of each object, one at a time, on a thread of its own, for ever.
 */
public final class InformerConsumer<T extends HasMetadata> extends DefaultConsumer
        implements ShutdownAware, Suspendable {
    /** Header: the event's number (Long), as {@link Arrivals} gave it. */
    public static final String ARRIVAL = "KubernetesEventArrival";

    /** Header: how it became known, an {@link EventSource}. */
    public static final String SOURCE = "KubernetesEventSource";

    private static final Logger LOG = LoggerFactory.getLogger(InformerConsumer.class);

    private final List<Source<T>> sources;
    private final Arrivals arrivals;
    private final News<T> isNews;
    private final Runnable onGap;
    private final Predicate<Informers<?>> ready;
    private final WatchTrouble trouble;
    private volatile Informers<T> informers;
    private volatile LatestEvents<T> events;
    private ExecutorService worker;

    /**
     * @param sources what to watch, one informer for each
     * @param isNews see {@link LatestEvents}
     * @param onGap see {@link Informers}; on a thread that must not be kept long
     * @param ready what the health check goes by
     */
    InformerConsumer(
            Endpoint endpoint,
            Processor processor,
            List<Source<T>> sources,
            Arrivals arrivals,
            News<T> isNews,
            Runnable onGap,
            Predicate<Informers<?>> ready) {
        super(endpoint, processor);
        this.sources = List.copyOf(sources);
        this.arrivals = arrivals;
        this.isNews = isNews;
        this.onGap = onGap;
        this.ready = ready;
        this.trouble = new WatchTrouble(endpoint.getEndpointBaseUri());
    }

    /** Empty before the start and after the stop. */
    Optional<Informers<T>> informers() {
        return Optional.ofNullable(informers);
    }

    /** The events that wait for the route or are under way in it. */
    List<ObjectEvent<T>> unfinished() {
        LatestEvents<T> line = events;
        return line == null ? List.of() : line.unfinished();
    }

    Backlog backlog() {
        LatestEvents<T> line = events;
        return line == null ? Backlog.EMPTY : line.backlog();
    }

    /** The object, as it is now, comes to the route once more; nothing if it is not known. */
    void again(String namespace, String name) {
        LatestEvents<T> line = events;
        Informers<T> known = informers;
        if (known != null) {
            line.again(() -> known.find(namespace, name));
        }
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        setHealthCheck(new InformersHealthCheck(getRouteId(), this::informers, ready, trouble));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watch();
    }

    private void watch() {
        trouble.begin();
        LatestEvents<T> line = new LatestEvents<>(arrivals, isNews);
        events = line;
        informers = new Informers<>(sources, line, onGap, trouble);
        worker = executors().newSingleThreadExecutor(this, "watch:" + getRouteId());
        ExecutorService thread = worker;
        thread.execute(() -> handOnAll(line, thread));
        informers.start(line::open);
    }

    /**
     * From here on Camel's shutdown strategy waits for the event under way, for as long as {@code
     * camel.main.shutdownTimeout}; then it stops us. What is known stays, for that event's sake.
     */
    @Override
    protected void doSuspend() throws Exception {
        endWatch();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        try {
            watch();
        } catch (RuntimeException e) {
            endWatch();
            throw e;
        }
    }

    /** Takes the route away from under an event that is under way still. */
    @Override
    protected void doStop() throws Exception {
        endWatch();
        informers = null;
        super.doStop();
    }

    /** Takes no further event. */
    private void endWatch() {
        if (worker != null) {
            trouble.end();
            informers.stop();
            events.close();
            executors().shutdown(worker);
            worker = null;
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /**
     * The event that was taken and is not through yet. Camel counts its exchange only once that is
     * in the route; until then it would take the route away from under it.
     */
    @Override
    public int getPendingExchangesSize() {
        return unfinished().size();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // doStop ends all.
    }

    private ExecutorServiceManager executors() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }

    /**
     * An Error ends this thread, as it should, but not the watch: the next event finds another one.
     */
    private void handOnAll(LatestEvents<T> line, ExecutorService thread) {
        try {
            while (!line.isClosed()) {
                line.take().ifPresent(event -> handOn(line, event));
            }
        } catch (InterruptedException e) {
            // A stop has closed the line; a route that interrupts its own thread ends nothing.
            LOG.debug("interrupted while waiting for events", e);
        } finally {
            if (!line.isClosed()) {
                thread.execute(() -> handOnAll(line, thread));
            }
        }
    }

    /** Every line until the route is through with it names whose event it is. */
    void handOn(LatestEvents<T> line, ObjectEvent<T> event) {
        String kind = HasMetadata.getKind(event.object().getClass()).toLowerCase(Locale.ROOT);
        try {
            MDC.put(kind, Cache.metaNamespaceKeyFunc(event.object()));
            handOn(event);
        } finally {
            MDC.remove(kind);
            line.done();
        }
    }

    private void handOn(ObjectEvent<T> event) {
        Exchange exchange = exchange(event);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            report(exchange, event);
        }
        releaseExchange(exchange, false);
    }

    private void report(Exchange exchange, ObjectEvent<T> event) {
        Exception unhandled = exchange.getException();
        if (isStarted()) {
            getExceptionHandler().handleException("Event not handled", exchange, unhandled);
        } else {
            String object = Cache.metaNamespaceKeyFunc(event.object());
            LOG.info("{}: left to the next start: {}", object, unhandled.getMessage());
        }
    }

    private Exchange exchange(ObjectEvent<T> event) {
        Exchange exchange = createExchange(false);
        exchange.getIn().setBody(event.object());
        exchange.getIn().setHeader(KubernetesConstants.KUBERNETES_EVENT_ACTION, event.action());
        exchange.getIn()
                .setHeader(KubernetesConstants.KUBERNETES_EVENT_TIMESTAMP, event.timestamp());
        exchange.getIn().setHeader(ARRIVAL, event.arrival());
        exchange.getIn().setHeader(SOURCE, event.source());
        return exchange;
    }
}
