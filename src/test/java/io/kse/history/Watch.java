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
    private final Runnable onListed;
    private final Map<ServiceName, Service> known = new TreeMap<>();

    /** Namespaces that were never listed, since it may not. */
    private Set<String> forbidden = new HashSet<>();

    private boolean isAllowed;
    private int told;
    private boolean hasListed;

    /** Null unless a list has been answered whose events are still to come. */
    private Listed listed;

    /** What there was when a list was answered. */
    private record Listed(List<Service> services, Set<String> forbidden, int told) {}

    /**
     * @param onListed called when the events of a list have been offered
     */
    Watch(ApiServer api, SteppedEvents events, Runnable onListed) {
        this.api = api;
        this.events = events;
        this.onListed = onListed;
    }

    /** From now on, until {@link #allow()}, it may not read this namespace. */
    void forbid(String namespace) {
        forbidden = Set.of(namespace);
    }

    /** True if there was something that it might not read; it has to list then. */
    boolean allow() {
        isAllowed = true;
        return !forbidden.isEmpty();
    }

    /** At the start, and after a gap: the server answers at once, and the events take a while. */
    void list() {
        Set<String> hidden = isAllowed ? Set.of() : Set.copyOf(forbidden);
        List<Service> seen =
                api.list().stream()
                        .filter(s -> !hidden.contains(s.getMetadata().getNamespace()))
                        .toList();
        listed = new Listed(seen, hidden, api.log().size());
    }

    private void handleList() {
        Listed handled = listed;
        listed = null;
        Set<ServiceName> gone = new HashSet<>(known.keySet());
        handled.services().forEach(service -> list(service, gone));
        gone.forEach(name -> events.offer(Action.DELETED, known.remove(name), EventSource.LISTED));
        told = handled.told();
        forbidden = handled.forbidden();
        hasListed = true;
        onListed.run();
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

    /** True while events of a list are still to come. */
    boolean isListing() {
        return listed != null;
    }

    boolean isBehind() {
        return listed != null || told < api.log().size();
    }

    /** Empty if it has told everything. */
    Optional<Step> next() {
        if (listed != null) {
            return Optional.of(new Step(Part.WATCH, "handles its list", this::handleList));
        }
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
