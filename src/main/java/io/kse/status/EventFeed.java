package io.kse.status;

import static io.kse.status.EventReason.DELETE_HELD;
import static io.kse.status.EventReason.EXPORTED;
import static io.kse.status.EventReason.INGRESS_FOUND;
import static io.kse.status.EventReason.INGRESS_NOT_FOUND;
import static io.kse.status.EventReason.KEY_TAKEN;
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
import io.kse.plan.Snapshot;
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
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Decides what is to be said on Services, from what is told, planned and made. Only what has
 * changed while we looked is news: what is found as it should be at a start, or by the next
 * comparison, is not. Waits for nothing. Safe for several threads.
 */
public final class EventFeed implements Notices.Listener {
    private static final String NOT_ASKED_FOR = "it does not ask for that any more";

    private final KeySpace keys;
    private final EventSchedule schedule;
    private final BooleanSupplier leads;
    private final Clock clock;

    /** Those that wanted documents when they were last told. */
    private final Set<ServiceName> exported = new HashSet<>();

    /** Those of {@link #exported} whose owner waits to hear that all is as it should be. */
    private final Set<ServiceName> unconfirmed = new HashSet<>();

    /** The keys that older Services had when they were last told, until they are written. */
    private final Map<ServiceName, Set<KvKey>> lacking = new HashMap<>();

    private final DeleteOwners owners;

    /** False until all Services have been told: before that, none is new. */
    private boolean listed;

    public EventFeed(KeySpace keys, EventSchedule schedule, BooleanSupplier leads, Clock clock) {
        this.keys = keys;
        this.owners = new DeleteOwners(keys);
        this.schedule = schedule;
        this.leads = leads;
        this.clock = clock;
    }

    @Override
    public synchronized void told(ServiceDocuments documents, Map<KvKey, ServiceName> taken) {
        ServiceName service = documents.service();
        Map<EventReason, String> now = Complaints.of(documents, taken);
        now.forEach((reason, note) -> begin(new OwnerEvent(service, reason, note)));
        Set<EventReason> ended =
                Complaints.REASONS.stream()
                        .filter(reason -> !now.containsKey(reason))
                        .filter(reason -> schedule.end(service, reason))
                        .collect(Collectors.toCollection(HashSet::new));
        if (hasAllThatItLacked(service, taken.keySet())) {
            ended.remove(KEY_TAKEN);
        }
        if (documents instanceof Desired desired) {
            wants(desired, ended);
        } else {
            exported.remove(service);
            unconfirmed.remove(service);
        }
    }

    /** Then it was said of each key as it was written. Notes what it lacks now. */
    private boolean hasAllThatItLacked(ServiceName service, Set<KvKey> now) {
        Set<KvKey> before = lacking.remove(service);
        if (!now.isEmpty()) {
            lacking.put(service, new HashSet<>(now));
        }
        return before != null && before.isEmpty();
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
                    new OwnerEvent(
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
        lacking.keySet().retainAll(services);
        schedule.keepOnly(services);
        owners.listed(services);
    }

    /**
     * What is about to be written.
     *
     * @param plan with the deletes that are held
     * @param snapshot what it was made from
     * @param heldNow every key whose delete is held
     */
    public synchronized void planned(
            Plan plan, Wanted wanted, Snapshot snapshot, Set<KvKey> heldNow) {
        Map<ServiceName, Set<KvKey>> before = owners.held();
        owners.planned(plan, snapshot, heldNow);
        Map<ServiceName, Set<KvKey>> now = owners.held();
        if (!now.equals(before)) {
            hold(before.keySet(), now);
        }
        unconfirmed.removeAll(plan.changes().keySet());
        if (!unconfirmed.isEmpty()) {
            confirm(plan, wanted);
        }
    }

    /**
     * The keys of each Service whose deletes are held; as of the last plan, the leader's to tell.
     */
    public synchronized Map<ServiceName, Set<KvKey>> held() {
        return owners.held();
    }

    private void hold(Set<ServiceName> before, Map<ServiceName, Set<KvKey>> now) {
        now.forEach((service, its) -> begin(held(service, its)));
        before.stream()
                .filter(service -> !now.containsKey(service))
                .forEach(service -> schedule.end(service, DELETE_HELD));
    }

    private OwnerEvent held(ServiceName service, Set<KvKey> its) {
        String how =
                "held, since too many would go at once; whoever writes the id that is in Consul at"
                        + " %s to %s lets them go: ";
        return OwnerEvent.about(
                service, DELETE_HELD, how.formatted(keys.brake(), keys.brakeRelease()), its);
    }

    /** What it should hold, Consul holds already: of these Services the plan changes nothing. */
    private void confirm(Plan plan, Wanted wanted) {
        Map<KvKey, ServiceName> right = new HashMap<>(wanted.owners());
        right.values().retainAll(unconfirmed);
        unconfirmed.removeAll(right.values());
        right.keySet().retainAll(wanted.entries().keySet());
        right.keySet().removeAll(plan.left().keySet());
        DeleteOwners.byService(right).forEach(this::sayExported);
    }

    /** Consul has made these changes. */
    public synchronized void made(Transaction transaction) {
        List<KvChange> changes = transaction.changes();
        transaction.touched().stream()
                .filter(Touched.class::isInstance)
                .map(Touched.class::cast)
                .forEach(touched -> made(touched, changes));
        Map<KvKey, ServiceName> orphans = new HashMap<>();
        deleted(changes).forEach(key -> owners.ofOrphan(key).ifPresent(of -> orphans.put(key, of)));
        DeleteOwners.byService(orphans)
                .forEach((service, its) -> sayUnexported(service, NOT_ASKED_FOR, its));
    }

    private void made(Touched touched, List<KvChange> changes) {
        List<KvChange> its =
                changes.stream().filter(change -> touched.keys().contains(change.key())).toList();
        Set<KvKey> gone = deleted(its);
        Set<KvKey> written = its.stream().map(KvChange::key).collect(Collectors.toSet());
        written.removeAll(gone);
        if (!written.isEmpty()) {
            lacking.getOrDefault(touched.service(), new HashSet<>()).removeAll(written);
            sayExported(touched.service(), written);
        }
        if (!gone.isEmpty()) {
            sayUnexported(touched.service(), touched.why(), gone);
        }
    }

    private void sayUnexported(ServiceName service, String why, Collection<KvKey> gone) {
        String before = "not published any more (%s): ".formatted(why);
        post(OwnerEvent.about(service, UNEXPORTED, before, gone));
    }

    private static Set<KvKey> deleted(Collection<KvChange> changes) {
        return changes.stream()
                .filter(Delete.class::isInstance)
                .map(KvChange::key)
                .collect(Collectors.toSet());
    }

    private void sayExported(ServiceName service, Collection<KvKey> its) {
        post(OwnerEvent.about(service, EXPORTED, "published in Consul: ", its));
    }

    private void begin(OwnerEvent event) {
        schedule.begin(event, clock.instant());
    }

    private void post(OwnerEvent event) {
        schedule.post(event, clock.instant());
    }
}
