package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The line of a replica's events of Services, and what it knows of live lists, a step at a time.
 */
public final class SteppedEvents {
    private final Arrivals arrivals = new Arrivals();
    private final Overtaken overtaken = new Overtaken();
    private final LatestEvents<Service> line = new LatestEvents<>(arrivals, overtaken::isNews);

    /** An event on its way through the route. */
    public record Event(Action action, Service service, EventSource source, long arrival) {}

    public SteppedEvents() {
        line.open();
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    /** The watch tells something. */
    public void offer(Action action, Service service, EventSource source) {
        line.offer(action, service, source);
    }

    /** The next one, under way from now on; empty if none waits. */
    public Optional<Event> take() {
        if (line.unfinished().isEmpty()) {
            return Optional.empty();
        }
        try {
            return line.take().map(e -> new Event(e.action(), e.object(), e.source(), e.arrival()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a step", e);
        }
    }

    /** For people: which event would be taken now; there is one. */
    public String next() {
        ObjectEvent<Service> next = line.unfinished().get(0);
        return "%d, %s %s %s of version %s"
                .formatted(
                        next.arrival(),
                        next.source(),
                        next.action(),
                        InformerServicesComponent.name(next.object()),
                        next.object().getMetadata().getResourceVersion());
    }

    /** The one that was taken is through. */
    public void done() {
        line.done();
    }

    /** As {@link InformerServicesComponent#waiting()}. */
    public Map<ServiceName, Long> waiting() {
        Map<ServiceName, Long> waiting = new HashMap<>();
        line.unfinished()
                .forEach(
                        event ->
                                waiting.merge(
                                        InformerServicesComponent.name(event.object()),
                                        event.arrival(),
                                        Math::max));
        return waiting;
    }

    /**
     * As {@link WatchedServices#beginList()} where the watch is complete.
     *
     * @param isRelisted true if the watch has a list whose events are still to come
     */
    public void beginList(Supplier<Collection<Service>> watched, boolean isRelisted) {
        overtaken.begin(watched, name -> isRelisted);
    }

    /**
     * As {@link WatchedServices#endList}.
     *
     * @param isRelisting true while events of a list of the watch are still to come
     */
    public Overtaken.Ahead endList(Collection<Service> live, boolean isRelisting) {
        return overtaken.end(live, arrivals::next, name -> isRelisting);
    }

    /** As {@link WatchedServices#abandonList()}. */
    public void abandonList() {
        overtaken.abandon();
    }

    /** As {@link WatchedServices#forgetLists()}. */
    public void forgetLists() {
        overtaken.forget();
    }
}
