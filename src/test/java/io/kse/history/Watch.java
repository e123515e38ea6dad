package io.kse.history;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.history.ApiServer.Version;
import io.kse.history.Step.Part;
import io.kse.kubernetes.EventSource;
import io.kse.kubernetes.SteppedEvents;
import io.kse.service.ServiceName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A replica's watch of Services, as far behind the API server as it happens to be. Tells what it
 * learns to the replica's line of events.
 */
final class Watch {
    private final ApiServer api;
    private final SteppedEvents events;
    private final Map<ServiceName, Service> known = new TreeMap<>();

    /** Namespaces that were never listed, since it may not. */
    private final Set<String> forbidden = new HashSet<>();

    private int told;
    private boolean hasListed;

    Watch(ApiServer api, SteppedEvents events) {
        this.api = api;
        this.events = events;
    }

    /** From now on, until {@link #allow()}, it may not read this namespace. */
    void forbid(String namespace) {
        forbidden.add(namespace);
    }

    /** True if there was something that it might not read; it has to list then. */
    boolean allow() {
        boolean isNews = !forbidden.isEmpty();
        forbidden.clear();
        return isNews;
    }

    /** At the start, and after a gap. */
    void list() {
        Set<ServiceName> gone = new HashSet<>(known.keySet());
        api.list().stream().filter(this::isSeen).forEach(service -> list(service, gone));
        gone.forEach(name -> events.offer(Action.DELETED, known.remove(name), EventSource.LISTED));
        told = api.log().size();
        hasListed = true;
    }

    private void list(Service service, Set<ServiceName> gone) {
        ServiceName name = name(service);
        gone.remove(name);
        Service before = known.put(name, service);
        if (!service.equals(before)) {
            Action action = before == null ? Action.ADDED : Action.MODIFIED;
            events.offer(action, service, EventSource.LISTED);
        }
    }

    boolean isBehind() {
        return told < api.log().size();
    }

    /** Empty if it has told everything. */
    Optional<Step> next() {
        return isBehind()
                ? Optional.of(new Step(Part.WATCH, "hears of " + api.log().get(told), this::tell))
                : Optional.empty();
    }

    private void tell() {
        Version next = api.log().get(told++);
        if (!isSeen(next.service())) {
            return;
        }
        if (next.isGone()) {
            known.remove(next.name());
            events.offer(Action.DELETED, next.service(), EventSource.WATCHED);
        } else {
            boolean isNew = known.put(next.name(), next.service()) == null;
            Action action = isNew ? Action.ADDED : Action.MODIFIED;
            events.offer(action, next.service(), EventSource.WATCHED);
        }
    }

    boolean isSeen(Service service) {
        return !forbidden.contains(service.getMetadata().getNamespace());
    }

    static ServiceName name(Service service) {
        return new ServiceName(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
    }

    /** All that it knows. */
    List<Service> known() {
        return List.copyOf(known.values());
    }

    /** It has listed what it may. */
    boolean isSettled() {
        return hasListed;
    }

    /** It has listed everything. */
    boolean isComplete() {
        return hasListed && forbidden.isEmpty();
    }
}
