package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Since which arrival each Service is known as it is: whether an event or a list is news, and whose
 * events are still to come. Nothing that arrived earlier is ever news. Not for several threads.
 */
final class KnownSince {
    private final Supplier<Map<ServiceName, Long>> waiting;

    /** Of the last event of each Service, unless a list has come since. */
    private final Map<ServiceName, Long> arrivals = new HashMap<>();

    /** What lists have taken away from Services whose events are still to come. */
    private final Map<ServiceName, Set<KvKey>> takenAway = new HashMap<>();

    /** What arrived up to then is in the last list. */
    private long listedUpTo;

    private boolean listed;

    /**
     * @param waiting as {@link Desired#Desired(Supplier, Runnable)} has it
     */
    KnownSince(Supplier<Map<ServiceName, Long>> waiting) {
        this.waiting = waiting;
    }

    /** True once a complete list has come. */
    boolean isListed() {
        return listed;
    }

    /** True, and noted, if nothing newer is known of {@code service} than an event of then. */
    boolean takesEvent(ServiceName service, long arrival) {
        boolean isNews = arrival > listedUpTo && arrival >= arrivals.getOrDefault(service, 0L);
        if (isNews) {
            arrivals.put(service, arrival);
        }
        return isNews;
    }

    /**
     * True, and noted, if nothing newer is known than a list of then. A cache is never newer than
     * the events and lists that are known already.
     *
     * @param overtaken Services of which events are still to come that say no more than the list
     */
    boolean takesList(long arrival, boolean complete, Set<ServiceName> overtaken) {
        if (arrival < listedUpTo || listed && !complete) {
            return false;
        }
        listed = true;
        listedUpTo = arrival;
        arrivals.values().removeIf(known -> known <= arrival);
        Set<ServiceName> told = new HashSet<>(waiting.get().keySet());
        told.addAll(overtaken);
        takenAway.keySet().retainAll(told);
        return true;
    }

    /** What the last list said of them is news until an event comes that arrives later. */
    void overtake(Set<ServiceName> services, long arrival) {
        services.forEach(service -> arrivals.put(service, arrival));
    }

    /** Those with events that came in after the last list was asked for, and are known. */
    Set<ServiceName> newerThanList() {
        return Set.copyOf(arrivals.keySet());
    }

    /** Those with events that are still to come, whether or not the last list tells of them. */
    Set<ServiceName> awaited() {
        return Set.copyOf(waiting.get().keySet());
    }

    /**
     * Those whose latest event is still to come and arrived by then, if nothing newer is known of
     * them; noted as known as of that event.
     */
    Set<ServiceName> takesAwaited(long arrival) {
        Set<ServiceName> taken = new HashSet<>();
        waiting.get()
                .forEach(
                        (service, latest) -> {
                            if (latest <= arrival && takesEvent(service, latest)) {
                                taken.add(service);
                            }
                        });
        return taken;
    }

    /** Those with events that the last list could not tell of, or that are behind it. */
    Set<ServiceName> changing() {
        Set<ServiceName> changing = coming();
        changing.addAll(arrivals.keySet());
        return changing;
    }

    /**
     * Those of these of which more is to be told than is known by now: a set of the caller's own.
     */
    Set<ServiceName> coming() {
        Set<ServiceName> coming = new TreeSet<>();
        waiting.get()
                .forEach(
                        (service, arrival) -> {
                            if (arrival > listedUpTo) {
                                coming.add(service);
                            }
                        });
        return coming;
    }

    /** A list says that the Service, whose event is still to come, does not want them any more. */
    void takeAway(ServiceName service, Collection<KvKey> keys) {
        takenAway.computeIfAbsent(service, s -> new TreeSet<>()).addAll(keys);
    }

    /** What lists have taken away from it: asked for once, by the event. */
    Set<KvKey> takenAway(ServiceName service) {
        return Optional.ofNullable(takenAway.remove(service)).orElseGet(HashSet::new);
    }
}
