package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
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
    private final Runnable comparisonDue;
    private final Claims claims = new Claims();
    private final KnownSince known;
    private final WantedNow wanted;

    /**
     * @param waiting the Services with events that have come in, but not in here yet, with the
     *     arrival of each one's latest
     * @param comparisonDue called when a Service may have keys that we do not know of: one that was
     *     refused, so that comparisons have kept whatever it may have had, and is not any more
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
        this.known = new KnownSince(waiting);
        this.comparisonDue = comparisonDue;
        this.wanted = new WantedNow(claims, known, nodes, complete);
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
        if (known.takesEvent(service, arrival)) {
            boolean hadUnknown = claims.hasUnknown(service);
            claims.replace(documents);
            ringFor(service, hadUnknown);
            touched.addAll(claims.keys(service));
        }
        if (claims.refused().contains(service)) {
            // Nothing is to change, though it still wants what it wanted.
            return Touched.of(documents, Set.of());
        }
        touched.addAll(known.takenAway(service));
        return Touched.of(documents, touched);
    }

    /**
     * Takes in what several Services come to because of something that they have in common. To
     * write it is left to the event of a Service's own that is still to come: who changed it tells
     * how far what it takes away is believed.
     *
     * @param arrival before they were looked at
     */
    public synchronized Several updateEach(Collection<ServiceDocuments> documents, long arrival) {
        Set<ServiceName> awaited = documents.isEmpty() ? Set.of() : known.awaited();
        List<Touched> touched = new ArrayList<>();
        for (ServiceDocuments each : documents) {
            if (!awaited.contains(each.service())) {
                touched.add(update(each, arrival));
            } else if (known.takesEvent(each.service(), arrival)) {
                replaceAsListed(each, awaited, awaited);
            }
        }
        return new Several(touched);
    }

    private void ringFor(ServiceName service, boolean hadUnknown) {
        if (hadUnknown && !claims.refused().contains(service)) {
            comparisonDue.run();
        }
    }

    /**
     * Takes in what a list of Services comes to.
     *
     * @param size of the list
     * @param arrival of the last event before the list was asked for; a Service with a later one is
     *     left as it is
     * @param complete true if what is not in the list is gone
     * @param overtaken Services of which the list tells what the watch has not told yet, whatever
     *     events have come in
     * @param overtakenAt an arrival: events of these up to then are older than the list
     * @return false if something newer is known: then no more is taken in than events will say
     * @throws IllegalStateException if not every listed Service is there
     */
    public boolean updateAll(
            Collection<?> documents,
            int size,
            long arrival,
            boolean complete,
            Set<ServiceName> overtaken,
            long overtakenAt) {
        Collection<ServiceDocuments> all = AllListed.of(documents, size);
        return takeIn(all, arrival, complete, overtaken, overtakenAt);
    }

    /** As above, for routes of before there was {@code overtaken}. */
    public boolean updateAll(Collection<?> documents, int size, long arrival, boolean complete) {
        return updateAll(documents, size, arrival, complete, Set.of(), arrival);
    }

    /** As above, where nothing can get lost and no watch is behind. */
    public boolean updateAll(Collection<ServiceDocuments> all, long arrival, boolean complete) {
        return takeIn(all, arrival, complete, Set.of(), arrival);
    }

    private synchronized boolean takeIn(
            Collection<ServiceDocuments> all,
            long arrival,
            boolean complete,
            Set<ServiceName> overtaken,
            long overtakenAt) {
        if (!known.takesList(arrival, complete, overtaken)) {
            if (!complete) {
                takeInAwaited(all, arrival);
            }
            return false;
        }
        Map<ServiceName, ServiceDocuments> now = complete ? claims.gone() : new TreeMap<>();
        all.forEach(documents -> now.put(documents.service(), documents));
        Set<ServiceName> newer = new HashSet<>(known.newerThanList());
        newer.removeAll(overtaken);
        now.keySet().removeAll(newer);
        known.overtake(overtaken, overtakenAt);
        Set<ServiceName> awaited = new HashSet<>(known.awaited());
        awaited.addAll(overtaken);
        Set<ServiceName> changing = known.changing();
        now.values().forEach(documents -> replaceAsListed(documents, awaited, changing));
        return true;
    }

    /**
     * A cache knows what events will say that were in the line when it was asked, also that a
     * Service is gone.
     */
    private void takeInAwaited(Collection<ServiceDocuments> all, long arrival) {
        Set<ServiceName> told = known.takesAwaited(arrival);
        Map<ServiceName, ServiceDocuments> now = new TreeMap<>();
        told.forEach(service -> now.put(service, NotExported.gone(service)));
        all.stream()
                .filter(documents -> told.contains(documents.service()))
                .forEach(documents -> now.put(documents.service(), documents));
        now.values().forEach(documents -> replaceAsListed(documents, told, told));
    }

    private void replaceAsListed(
            ServiceDocuments documents, Set<ServiceName> awaited, Set<ServiceName> changing) {
        ServiceName service = documents.service();
        Set<KvKey> before = claims.keys(service);
        boolean hadUnknown = claims.hasUnknown(service);
        claims.replace(documents);
        if (awaited.contains(service)) {
            before.removeAll(claims.keys(service));
            known.takeAway(service, before);
        }
        if (changing.contains(service)) {
            ringFor(service, hadUnknown);
        }
    }

    /**
     * True once a complete list has come. Before that, whom a key belongs to is not known, and
     * nothing may be written.
     */
    public synchronized boolean isListed() {
        return known.isListed();
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
        return wanted.of(touch);
    }

    /**
     * What all Services want now, for whoever plans no list of nodes, and may have no list before:
     * changing are those only of which an event is still to come.
     */
    public synchronized Wanted wantedOfServices(Unowned unowned) {
        return wanted.ofServices(unowned);
    }

    /** {@code documents}, or the equal ones that are known: thousands need not be there twice. */
    public synchronized ServiceDocuments asKnown(ServiceDocuments documents) {
        return claims.latest(documents.service()).filter(documents::equals).orElse(documents);
    }

    /** All that are there, by name; takes milliseconds if they are thousands. */
    public synchronized List<KnownService> services() {
        return claims.services();
    }

    /** The keys that {@code service} wants and an older Service has, with that Service. */
    public synchronized Map<KvKey, ServiceName> taken(ServiceName service) {
        return claims.taken(service);
    }
}
