package io.kse.registration;

import static java.util.stream.Collectors.groupingBy;

import io.kse.document.KvKey;
import io.kse.plan.BrakeCause;
import io.kse.plan.DeleteLimit;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Proposal;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Register;
import io.kse.service.DeletePercent;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds deregistrations that are too many to be believed, by the same limits as the brake for
 * documents. They wait until they are fewer, wanted again, or {@link #free freed}. Registrations
 * always go on. Remembers what it let go on, so it must be asked in the order in which the agent
 * was read. Safe for several threads.
 */
public final class RegistrationBrake {
    private final OurTags tags;
    private final DeletePercent most;
    private final DeleteLimit limit;
    private SortedSet<String> held = new TreeSet<>();

    /** Where the documents of what is held are in Consul KV, if that is known. */
    private final Map<String, KvKey> documents = new HashMap<>();

    public RegistrationBrake(OurTags tags, DeletePercent most) {
        this.tags = tags;
        this.most = most;
        this.limit = new DeleteLimit(most);
    }

    /**
     * What may be done.
     *
     * @param going in the order of the plan
     * @param held ids of all registrations that are held by now
     * @param warning what to say; empty if it has been said
     * @param isOver true if something was held until now, and nothing is any more
     */
    public record Checked(
            List<RegistrationChange> going,
            SortedSet<String> held,
            Optional<String> warning,
            boolean isOver) {}

    /** False until it has been asked for the first time: then it counts. */
    public synchronized boolean isCounted() {
        return limit.isCounted();
    }

    public synchronized SortedSet<String> held() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(held));
    }

    /** By id, where documents of what is held are in Consul KV, as far as that is remembered. */
    public synchronized Map<String, KvKey> documents() {
        return Map.copyOf(documents);
    }

    /** Their deregistrations go on at the next comparison, whatever their number. */
    public synchronized void free(Collection<String> ids) {
        limit.free(keys(ids));
    }

    /**
     * @param comparison why everything is compared; empty if {@code planned} speaks only of what
     *     has changed
     * @param believed Services of which a watch event said what they want now
     */
    public synchronized Checked check(
            Optional<BrakeCause> comparison,
            Set<ServiceName> believed,
            List<RegistrationChange> planned,
            Wishes now,
            AgentState agent) {
        BrakeCause cause = comparison.orElse(BrakeCause.LISTED);
        limit.takeStock(cause, keys(agent.ours(tags).keySet()));
        Map<Boolean, List<RegistrationChange>> byBelief =
                planned.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        c -> owner(c).filter(believed::contains).isPresent()));
        Set<KvKey> waiting = new TreeSet<>();
        waiting.addAll(hold(BrakeCause.WATCHED, byBelief.get(true), now));
        waiting.addAll(hold(cause, byBelief.get(false), now));
        List<RegistrationChange> going = new ArrayList<>(planned);
        going.removeIf(c -> c instanceof Deregister && waiting.contains(key(c.id())));
        SortedSet<String> before = held;
        held = comparison.isPresent() ? new TreeSet<>() : stillHeld(going, now);
        waiting.forEach(key -> held.add(id(key)));
        rememberDocuments(planned);
        return checked(going, before);
    }

    private void rememberDocuments(List<RegistrationChange> planned) {
        for (RegistrationChange change : planned) {
            if (change instanceof Deregister deregister) {
                deregister.wish().ifPresent(wish -> documents.put(wish.id(), wish.key()));
            }
        }
        documents.keySet().retainAll(held);
    }

    private Set<KvKey> hold(BrakeCause cause, List<RegistrationChange> changes, Wishes now) {
        return limit.hold(cause, proposal(changes), keys(held), keys(now.byId().keySet()));
    }

    private SortedSet<String> stillHeld(List<RegistrationChange> going, Wishes now) {
        SortedSet<String> still = new TreeSet<>(held);
        still.removeAll(now.byId().keySet());
        going.forEach(change -> still.remove(change.id()));
        return still;
    }

    private Checked checked(List<RegistrationChange> going, SortedSet<String> before) {
        boolean isNews = !held.isEmpty() && !held.equals(before);
        Optional<String> warning = isNews ? Optional.of(line()) : Optional.empty();
        return new Checked(going, held(), warning, held.isEmpty() && !before.isEmpty());
    }

    private String line() {
        return ("%d deregistrations are held: at most %d of %d Consul Services at this agent may go by"
                        + " themselves (%s), %d have gone; they go on when their documents have"
                        + " gone from Consul KV, or when they are fewer: %s")
                .formatted(
                        held.size(),
                        limit.limit(),
                        limit.base(),
                        most,
                        limit.gone(),
                        Names.of(held));
    }

    private static Proposal proposal(List<RegistrationChange> changes) {
        Map<ServiceName, List<KvChange>> owned = new HashMap<>();
        changes.stream()
                .filter(change -> owner(change).isPresent())
                .collect(groupingBy(change -> owner(change).orElseThrow()))
                .forEach(
                        (owner, own) ->
                                owned.put(
                                        owner,
                                        own.stream().map(RegistrationBrake::change).toList()));
        List<Delete> unowned =
                changes.stream()
                        .filter(change -> owner(change).isEmpty())
                        .map(change -> new Delete(key(change.id()), 1, change.why()))
                        .toList();
        return new Proposal(owned, unowned);
    }

    /** As the limits take it: 0 stands for what was not there. */
    private static KvChange change(RegistrationChange change) {
        if (change instanceof Register register) {
            return new Put(key(change.id()), "", register.isNew() ? 0 : 1, change.why());
        }
        return new Delete(key(change.id()), 1, change.why());
    }

    private static Optional<ServiceName> owner(RegistrationChange change) {
        return change instanceof Register register
                ? Optional.of(register.owner())
                : ((Deregister) change).owner();
    }

    private static Set<KvKey> keys(Collection<String> ids) {
        return ids.stream().map(RegistrationBrake::key).collect(Collectors.toSet());
    }

    /** An id may start with a slash, a key may not. */
    private static KvKey key(String id) {
        return new KvKey(":" + id);
    }

    private static String id(KvKey key) {
        return key.path().substring(1);
    }
}
