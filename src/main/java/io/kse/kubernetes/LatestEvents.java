package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The events that wait for a busy route, the latest one of each object. Holds at most one event per
 * object and loses none; an event that replaces another one takes its place in the line.
 */
final class LatestEvents<T extends HasMetadata> implements ObjectEvents<T> {
    private final Arrivals arrivals;
    private final News<T> isNews;
    private final Map<String, ObjectEvent<T>> waiting = new LinkedHashMap<>();
    private ObjectEvent<T> underWay;
    private long offered;
    private boolean open;
    private boolean closed;

    /**
     * @param isNews false for what is no event, since later things are known already
     */
    LatestEvents(Arrivals arrivals, News<T> isNews) {
        this.arrivals = arrivals;
        this.isNews = isNews;
    }

    /**
     * Numbers the event too: the line and the numbers then never disagree. What came in before
     * somebody knew better has a lower number than that.
     */
    @Override
    public synchronized void offer(Action action, T object, EventSource source) {
        if (closed) {
            return;
        }
        long arrival = arrivals.next(object);
        if (isNews.isNews(action, object, source)) {
            put(action, object, source, arrival);
        }
    }

    private void put(Action action, T object, EventSource source, long arrival) {
        ObjectEvent<T> event =
                new ObjectEvent<>(action, object, source, arrival, System.currentTimeMillis());
        offered++;
        waiting.merge(
                Cache.metaNamespaceKeyFunc(object),
                event,
                (earlier, later) -> later.insteadOf(earlier));
        notifyAll();
    }

    /**
     * An object's event once more. Looks at the object while nobody can offer, so that none of its
     * later events comes before this one. Does not count as something that the watch has told.
     *
     * @param current as the informer knows it now; empty if it is gone, which is no event
     */
    synchronized void again(Supplier<Optional<T>> current) {
        if (!closed) {
            current.get()
                    .filter(object -> isNews.isNews(Action.MODIFIED, object, EventSource.WATCHED))
                    .ifPresent(
                            object ->
                                    put(
                                            Action.MODIFIED,
                                            object,
                                            EventSource.LISTED,
                                            arrivals.next()));
        }
    }

    /** From now on {@link #take()} hands out. */
    synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Ends every {@link #take()}, now and later; what still waits is forgotten. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Waits until it is open and there is an event, which is under way until {@link #done()}; empty
     * if it was closed.
     */
    synchronized Optional<ObjectEvent<T>> take() throws InterruptedException {
        while (!closed && (!open || waiting.isEmpty())) {
            wait();
        }
        return closed ? Optional.empty() : Optional.of(first());
    }

    private ObjectEvent<T> first() {
        Iterator<ObjectEvent<T>> events = waiting.values().iterator();
        underWay = events.next();
        events.remove();
        return underWay;
    }

    /** The event that was taken last is under way no longer. */
    synchronized void done() {
        underWay = null;
    }

    synchronized Backlog backlog() {
        return new Backlog(
                offered,
                waiting.size(),
                unfinished().stream().mapToLong(ObjectEvent::timestamp).min());
    }

    /** What has an event that waits or is under way; an object with both comes twice. */
    synchronized List<ObjectEvent<T>> unfinished() {
        return Stream.concat(Stream.ofNullable(underWay), waiting.values().stream()).toList();
    }
}
