package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The changes that one comparison, or one Service's event, comes to before the brake has seen them.
 *
 * @param byOwner the changes of each Service
 * @param unowned deletes of orphans whose Service is not known
 */
public record Proposal(Map<ServiceName, List<KvChange>> byOwner, List<Delete> unowned) {
    public Proposal {
        byOwner = Map.copyOf(byOwner);
        unowned = List.copyOf(unowned);
    }

    private Stream<KvChange> changes() {
        return Stream.concat(byOwner.values().stream().flatMap(List::stream), unowned.stream());
    }

    Set<KvKey> deletes() {
        return keys(changes().filter(Delete.class::isInstance));
    }

    Set<KvKey> puts() {
        return keys(changes().filter(Put.class::isInstance));
    }

    /** The deletes that make something vanish: not those of a Service that puts a new key. */
    SortedSet<KvKey> losses() {
        Stream<KvChange> owned =
                byOwner.values().stream().filter(own -> !isMove(own)).flatMap(List::stream);
        return keys(Stream.concat(owned, unowned.stream()).filter(Delete.class::isInstance));
    }

    private static boolean isMove(Collection<KvChange> own) {
        return own.stream().anyMatch(change -> change instanceof Put && change.index() == 0);
    }

    static SortedSet<KvKey> keys(Stream<KvChange> changes) {
        return changes.map(KvChange::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All but the changes of {@code keys}. */
    Proposal without(Set<KvKey> keys) {
        Map<ServiceName, List<KvChange>> rest = new TreeMap<>();
        byOwner.forEach((owner, own) -> rest.put(owner, without(own, keys)));
        rest.values().removeIf(List::isEmpty);
        return new Proposal(rest, without(unowned, keys));
    }

    private static <C extends KvChange> List<C> without(List<C> changes, Set<KvKey> keys) {
        return changes.stream().filter(change -> !keys.contains(change.key())).toList();
    }
}
