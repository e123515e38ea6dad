package io.kse.status;

import static io.kse.status.EventReason.DELETE_HELD;
import static io.kse.status.EventReason.EXPORTED;
import static io.kse.status.EventReason.INGRESS_FOUND;
import static io.kse.status.EventReason.INGRESS_NOT_FOUND;
import static io.kse.status.EventReason.UNEXPORTED;

import io.kse.document.Document;
import io.kse.document.KeySpace;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.Plan;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Transaction;
import io.kse.plan.Wanted;
import io.kse.service.ServiceName;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Decides what is to be said on Services, from what is told, planned and made. Only what has
 * changed while we looked is news: what is found as it should be at a start, or by the next
 * comparison, is not. Waits for nothing. Safe for several threads.
 */
public final class EventFeed implements Notices.Listener {
    private final KeySpace keys;
    private final EventSchedule schedule;
    private final BooleanSupplier leads;
    private final Clock clock;

    /** Those that wanted documents when they were last told. */
    private final Set<ServiceName> exported = new HashSet<>();

    /** Those of {@link #exported} whose owner waits to hear that all is as it should be. */
    private final Set<ServiceName> unconfirmed = new HashSet<>();

    /** Who wanted each key before its delete was held, as far as we know. */
    private final Map<KvKey, ServiceName> held = new HashMap<>();

    /** False until all Services have been told: before that, none is new. */
    private boolean listed;

    public EventFeed(KeySpace keys, EventSchedule schedule, BooleanSupplier leads, Clock clock) {
        this.keys = keys;
        this.schedule = schedule;
        this.leads = leads;
        this.clock = clock;
    }

    @Override
    public synchronized void told(ServiceDocuments documents, Map<KvKey, ServiceName> taken) {
        ServiceName service = documents.service();
        Map<EventReason, String> now = Complaints.of(documents, taken);
        now.forEach((reason, note) -> begin(new ServiceEvent(service, reason, note)));
        Set<EventReason> ended =
                Complaints.REASONS.stream()
                        .filter(reason -> !now.containsKey(reason))
                        .filter(reason -> schedule.end(service, reason))
                        .collect(Collectors.toSet());
        if (documents instanceof Desired desired) {
            wants(desired, ended);
        } else {
            exported.remove(service);
            unconfirmed.remove(service);
        }
    }

    private void wants(Desired desired, Set<EventReason> ended) {
        boolean isNew = exported.add(desired.service());
        if (!listed || !leads.getAsBoolean()) {
            return;
        }
        if (isNew || !ended.isEmpty()) {
            unconfirmed.add(desired.service());
        }
        if (ended.contains(INGRESS_NOT_FOUND)) {
            sayFound(desired);
        }
    }

    /** It may as well have ended because the Service names no ingress Service any more. */
    private void sayFound(Desired desired) {
        String names =
                desired.entries().stream()
                        .map(KvEntry::document)
                        .map(Document::ingressSni)
                        .filter(sni -> !sni.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            post(
                    new ServiceEvent(
                            desired.service(),
                            INGRESS_FOUND,
                            "its ingress Service is there: reached through it as " + names));
        }
    }

    @Override
    public synchronized void listed(Set<ServiceName> services) {
        listed = true;
        exported.retainAll(services);
        unconfirmed.retainAll(services);
        schedule.keepOnly(services);
    }

    /**
     * What is about to be written.
     *
     * @param plan with the deletes that are held
     * @param heldNow every key whose delete is held
     */
    public synchronized void planned(Plan plan, Wanted wanted, Set<KvKey> heldNow) {
        hold(plan, heldNow);
        unconfirmed.removeAll(plan.changes().keySet());
        if (!unconfirmed.isEmpty()) {
            confirm(plan, wanted);
        }
    }

    private void hold(Plan plan, Set<KvKey> heldNow) {
        Map<ServiceName, Set<KvKey>> before = byService(held);
        plan.changes()
                .forEach((service, changes) -> deleted(changes).forEach(k -> held.put(k, service)));
        held.keySet().retainAll(heldNow);
        Map<ServiceName, Set<KvKey>> now = byService(held);
        now.forEach((service, its) -> begin(held(service, its)));
        before.keySet().stream()
                .filter(service -> !now.containsKey(service))
                .forEach(service -> schedule.end(service, DELETE_HELD));
    }

    private ServiceEvent held(ServiceName service, Set<KvKey> its) {
        String how =
                "too many deletes at once, so that these documents stay until somebody writes the"
                        + " id that is in Consul at %s to %s: ";
        return ServiceEvent.about(
                service, DELETE_HELD, how.formatted(keys.brake(), keys.brakeRelease()), its);
    }

    /** What it should hold, Consul holds already: of these Services the plan changes nothing. */
    private void confirm(Plan plan, Wanted wanted) {
        Map<KvKey, ServiceName> right = new HashMap<>(wanted.owners());
        right.values().retainAll(unconfirmed);
        unconfirmed.removeAll(right.values());
        right.keySet().retainAll(wanted.entries().keySet());
        right.keySet().removeAll(plan.left().keySet());
        byService(right).forEach(this::sayExported);
    }

    private static Map<ServiceName, Set<KvKey>> byService(Map<KvKey, ServiceName> owners) {
        Map<ServiceName, Set<KvKey>> byService = new TreeMap<>();
        owners.forEach(
                (key, owner) -> byService.computeIfAbsent(owner, o -> new TreeSet<>()).add(key));
        return byService;
    }

    /** Consul has made these changes. */
    public synchronized void made(Transaction transaction) {
        transaction.touched().stream()
                .filter(Touched.class::isInstance)
                .map(Touched.class::cast)
                .forEach(touched -> made(touched, transaction.changes()));
    }

    private void made(Touched touched, List<KvChange> changes) {
        List<KvChange> its =
                changes.stream().filter(change -> touched.keys().contains(change.key())).toList();
        Set<KvKey> gone = deleted(its);
        Set<KvKey> written = its.stream().map(KvChange::key).collect(Collectors.toSet());
        written.removeAll(gone);
        if (!written.isEmpty()) {
            sayExported(touched.service(), written);
        }
        if (!gone.isEmpty()) {
            String before = "not published any more (%s): ".formatted(touched.why());
            post(ServiceEvent.about(touched.service(), UNEXPORTED, before, gone));
        }
    }

    private static Set<KvKey> deleted(Collection<KvChange> changes) {
        return changes.stream()
                .filter(Delete.class::isInstance)
                .map(KvChange::key)
                .collect(Collectors.toSet());
    }

    private void sayExported(ServiceName service, Collection<KvKey> its) {
        post(ServiceEvent.about(service, EXPORTED, "published in Consul: ", its));
    }

    private void begin(ServiceEvent event) {
        schedule.begin(event, clock.instant());
    }

    private void post(ServiceEvent event) {
        schedule.post(event, clock.instant());
    }
}
