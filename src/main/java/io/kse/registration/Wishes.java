package io.kse.registration;

import io.kse.plan.Wanted;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all Services together want of the agent. Where key templates let two ports with one id be
 * published, the first Service by name has it.
 *
 * @param byId each id once
 * @param refused Services whose registrations stay as they are, also those that we do not know of
 * @param changing Services with events that are still to come
 * @param partial true if not all Services are known
 * @param doubles what was left out because another one has the id, for people
 */
public record Wishes(
        SortedMap<String, Wish> byId,
        Set<ServiceName> refused,
        Set<ServiceName> changing,
        boolean partial,
        SortedSet<String> doubles) {
    public static final Wishes NONE =
            new Wishes(new TreeMap<>(), Set.of(), Set.of(), true, new TreeSet<>());

    private static final Comparator<Wish> FIRST =
            Comparator.comparing(Wish::owner).thenComparing(Wish::key);

    /** Those of all documents that {@code everything} wants. */
    public static Wishes of(Wanted everything) {
        SortedMap<String, Wish> byId = new TreeMap<>();
        SortedSet<String> doubles = new TreeSet<>();
        for (Wish wish : sorted(everything)) {
            Wish first = byId.putIfAbsent(wish.id(), wish);
            if (first != null) {
                doubles.add(
                        "Service %s has it, not Service %s: %s"
                                .formatted(first.owner(), wish.owner(), wish.id()));
            }
        }
        return new Wishes(
                byId, everything.refused(), everything.changing(), everything.partial(), doubles);
    }

    private static List<Wish> sorted(Wanted everything) {
        List<Wish> wishes = new ArrayList<>();
        everything
                .entries()
                .forEach((key, entry) -> wishes.add(Wish.of(everything.owners().get(key), entry)));
        wishes.sort(FIRST);
        return wishes;
    }

    /**
     * The same, but what leads through an ingress Service stays there, see {@link
     * Wish#behindIngress}.
     *
     * @param ours what the agent holds of ours, by id
     */
    public Wishes behindIngress(Wishes before, Map<String, Registered> ours) {
        SortedMap<String, Wish> all = new TreeMap<>();
        byId.forEach(
                (id, wish) ->
                        all.put(
                                id,
                                wish.behindIngress(
                                        Optional.ofNullable(before.byId.get(id)),
                                        Optional.ofNullable(ours.get(id)))));
        return with(all);
    }

    /** The ids of which one wants something else than the other. */
    public Set<String> changedFrom(Wishes before) {
        Set<String> changed = new TreeSet<>(byId.keySet());
        changed.addAll(before.byId.keySet());
        changed.removeIf(id -> Objects.equals(byId.get(id), before.byId.get(id)));
        return changed;
    }

    /** These, and those of {@code before} that are still registered under one of these ids. */
    public Wishes with(Wishes before, Set<String> there) {
        SortedMap<String, Wish> all = new TreeMap<>(before.byId);
        all.keySet().retainAll(there);
        all.putAll(byId);
        return with(all);
    }

    /** All but the one with that id. */
    public Wishes without(String id) {
        SortedMap<String, Wish> rest = new TreeMap<>(byId);
        rest.remove(id);
        return with(rest);
    }

    private Wishes with(SortedMap<String, Wish> others) {
        return new Wishes(others, refused, changing, partial, doubles);
    }
}
