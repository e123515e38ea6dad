package io.kse.plan;

import static java.util.stream.Collectors.joining;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.Claims.Claim;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What every Service wants published, as far as we know, and since which arrival. An event or list
 * that arrived before what is known changes nothing. A Service that is refused wants what it wanted
 * before. Safe for several threads, but see {@link #wanted}.
 */
public final class Desired {
    private final Supplier<Map<ServiceName, Long>> waiting;
    private final Runnable comparisonDue;
    private final Supplier<Optional<WantedNodes>> nodes;
    private final BooleanSupplier complete;
    private final Claims claims = new Claims();
    private final Set<ServiceName> refused = new HashSet<>();

    /** Of the last event of each Service, unless a list has come since. */
    private final Map<ServiceName, Long> arrivals = new HashMap<>();

    /** What lists have taken away from Services whose events are still to come. */
    private final Map<ServiceName, Set<KvKey>> takenAway = new HashMap<>();

    /** What arrived up to then is in the last list. */
    private long listedUpTo;

    private boolean listed;

    /**
     * @param waiting the Services with events that have come in, but not in here yet, with the
     *     arrival of each one's latest
     * @param comparisonDue called when a Service may have keys that we do not know of: one that was
     *     refused since the start, and is not any more
     */
    public Desired(Supplier<Map<ServiceName, Long>> waiting, Runnable comparisonDue) {
        this(waiting, comparisonDue, Optional::empty, () -> true);
    }

    /**
     * @param nodes what the nodes key should hold now; empty means that it stays as it is
     * @param complete false if Services of some namespace have not been listed yet
     */
    public Desired(
            Supplier<Map<ServiceName, Long>> waiting,
            Runnable comparisonDue,
            Supplier<Optional<WantedNodes>> nodes,
            BooleanSupplier complete) {
        this.waiting = waiting;
        this.comparisonDue = comparisonDue;
        this.nodes = nodes;
        this.complete = complete;
    }

    /**
     * Takes in what one Service comes to.
     *
     * @param arrival of the event that brought it; a later event has a higher one
     * @return the keys that may have to change in Consul; if something newer is known, those of
     *     what is known, and what a list has taken away: nobody may have written it yet
     */
    public synchronized Touched update(ServiceDocuments documents, long arrival) {
        ServiceName service = documents.service();
        Set<KvKey> touched = claims.keys(service);
        if (arrival > listedUpTo && arrival >= arrivals.getOrDefault(service, 0L)) {
            arrivals.put(service, arrival);
            boolean hadUnknown = hasUnknown(service);
            replace(documents);
            ringFor(service, hadUnknown);
            touched.addAll(claims.keys(service));
        }
        if (refused.contains(service)) {
            // Nothing is to change, though it still wants what it wanted.
            return new Touched(service, Set.of(), why(documents));
        }
        Optional.ofNullable(takenAway.remove(service)).ifPresent(touched::addAll);
        return new Touched(service, touched, why(documents));
    }

    private void ringFor(ServiceName service, boolean hadUnknown) {
        if (hadUnknown && !refused.contains(service)) {
            comparisonDue.run();
        }
    }

    /** It may have keys from before our start. */
    private boolean hasUnknown(ServiceName service) {
        return claims.keys(service).isEmpty() && refused.contains(service);
    }

    private static String why(ServiceDocuments documents) {
        return documents instanceof NotExported notExported
                ? "Service %s: %s".formatted(documents.service(), notExported.reason())
                : "Service %s has no such port or key any more".formatted(documents.service());
    }

    /**
     * Takes in what a list of Services comes to.
     *
     * @param size of the list
     * @param arrival of the last event before the list was asked for; a Service with a later one is
     *     left as it is
     * @param complete true if what is not in the list is gone
     * @return true if it was taken in: if nothing newer is known
     * @throws IllegalStateException if not every listed Service is there, since those that got lost
     *     on the way would count as gone
     */
    public boolean updateAll(Collection<?> documents, int size, long arrival, boolean complete) {
        List<ServiceDocuments> all =
                documents.stream()
                        .filter(ServiceDocuments.class::isInstance)
                        .map(ServiceDocuments.class::cast)
                        .toList();
        if (all.size() != size) {
            throw new IllegalStateException(
                    "of %d listed Services %d have come through: nothing is compared"
                            .formatted(size, all.size()));
        }
        return updateAll(all, arrival, complete);
    }

    /** As above, where nothing can get lost. */
    public synchronized boolean updateAll(
            Collection<ServiceDocuments> all, long arrival, boolean complete) {
        // A cache is never newer than the events and lists that are known already.
        if (arrival < listedUpTo || listed && !complete) {
            return false;
        }
        listed = true;
        listedUpTo = arrival;
        arrivals.values().removeIf(known -> known <= arrival);
        Map<ServiceName, ServiceDocuments> now = complete ? gone() : new TreeMap<>();
        all.forEach(documents -> now.put(documents.service(), documents));
        now.keySet().removeAll(arrivals.keySet());
        Map<ServiceName, Long> events = waiting.get();
        takenAway.keySet().retainAll(events.keySet());
        now.values().forEach(documents -> replaceAsListed(documents, events));
        return true;
    }

    private void replaceAsListed(ServiceDocuments documents, Map<ServiceName, Long> events) {
        ServiceName service = documents.service();
        Set<KvKey> before = claims.keys(service);
        boolean hadUnknown = hasUnknown(service);
        replace(documents);
        if (events.containsKey(service)) {
            before.removeAll(claims.keys(service));
            takenAway.computeIfAbsent(service, s -> new TreeSet<>()).addAll(before);
        }
        if (hadUnknown && changing(events).contains(service)) {
            ringFor(service, true);
        }
    }

    private Map<ServiceName, ServiceDocuments> gone() {
        Map<ServiceName, ServiceDocuments> gone = new TreeMap<>();
        Set<ServiceName> known = new HashSet<>(claims.services());
        known.addAll(refused);
        known.forEach(service -> gone.put(service, new NotExported(service, "it is gone")));
        return gone;
    }

    private void replace(ServiceDocuments documents) {
        ServiceName service = documents.service();
        refused.remove(service);
        if (documents instanceof ServiceDocuments.Desired desired) {
            claims.replace(service, Optional.of(Claim.of(desired)));
        } else if (documents instanceof NotExported) {
            claims.replace(service, Optional.empty());
        } else {
            refused.add(service);
        }
    }

    /**
     * True once a complete list has come. Before that, whom a key belongs to is not known, and
     * nothing may be written.
     */
    public synchronized boolean isListed() {
        return listed;
    }

    /** Every key that a Service wants. */
    public synchronized Set<KvKey> keys() {
        return new TreeSet<>(claims.keys());
    }

    /**
     * Everything that has to be compared.
     *
     * @param live true if the API server has just listed all Services
     * @param taken true if that list was taken in; only with both it is known what is gone
     */
    public Touch everything(boolean live, boolean taken) {
        return new Everything(live && taken);
    }

    /**
     * What keys should hold now, whatever they should have held when they were touched. Asking,
     * reading Consul and writing are to be done by one thread at a time: a slower one would write
     * what it asked for before.
     */
    public synchronized Wanted wanted(Touch touch) {
        if (touch instanceof Touched touched) {
            return wanted(List.of(touched));
        } else if (touch instanceof Several several) {
            return wanted(several.services());
        } else if (touch instanceof Everything everything) {
            return wantedOfAll(everything);
        }
        return new Wanted(
                Map.of(),
                Map.of(),
                "",
                Unowned.STAYS,
                Set.of(),
                Set.of(),
                !complete.getAsBoolean(),
                nodes.get());
    }

    private Wanted wanted(List<Touched> services) {
        Map<KvKey, ServiceName> owners = new HashMap<>();
        services.forEach(
                touched -> touched.keys().forEach(key -> owners.put(key, touched.service())));
        String why = services.stream().map(Touched::why).distinct().collect(joining("; "));
        return wanted(Set.copyOf(owners.keySet()), owners, why, Unowned.STAYS, Optional.empty());
    }

    private Wanted wantedOfAll(Everything everything) {
        Unowned unowned = everything.fromLiveList() ? Unowned.ORPHANED : Unowned.STAYS;
        return wanted(claims.keys(), new HashMap<>(), "", unowned, nodes.get());
    }

    /** {@code owners}: those who had the keys, for those that nobody has now. */
    private Wanted wanted(
            Set<KvKey> keys,
            Map<KvKey, ServiceName> owners,
            String why,
            Unowned unowned,
            Optional<WantedNodes> wantedNodes) {
        Map<KvKey, KvEntry> entries = new HashMap<>();
        for (KvKey key : keys) {
            claims.owner(key)
                    .ifPresent(
                            owner -> {
                                owners.put(key, owner.service());
                                entries.put(key, owner.entries().get(key));
                            });
        }
        return new Wanted(
                owners,
                entries,
                why,
                unowned,
                refused,
                changing(waiting.get()),
                !complete.getAsBoolean(),
                wantedNodes);
    }

    /** Those with events that the last list could not tell of. */
    private Set<ServiceName> changing(Map<ServiceName, Long> events) {
        Set<ServiceName> changing = new TreeSet<>(arrivals.keySet());
        events.forEach(
                (service, arrival) -> {
                    if (arrival > listedUpTo) {
                        changing.add(service);
                    }
                });
        return changing;
    }

    /** The keys that {@code service} wants and an older Service has, with that Service. */
    public synchronized Map<KvKey, ServiceName> taken(ServiceName service) {
        Map<KvKey, ServiceName> taken = new TreeMap<>();
        claims.keys(service)
                .forEach(key -> taken.put(key, claims.owner(key).orElseThrow().service()));
        taken.values().removeIf(service::equals);
        return taken;
    }
}
