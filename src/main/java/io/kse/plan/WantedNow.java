package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.plan.Claims.Claim;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What {@link Desired} answers; for it alone, and under its lock. */
final class WantedNow {
    private final Claims claims;
    private final KnownSince known;
    private final Supplier<Optional<WantedNodes>> nodes;
    private final BooleanSupplier complete;

    /** {@code nodes} and {@code complete} as {@link Desired} has them. */
    WantedNow(
            Claims claims,
            KnownSince known,
            Supplier<Optional<WantedNodes>> nodes,
            BooleanSupplier complete) {
        this.claims = claims;
        this.known = known;
        this.nodes = nodes;
        this.complete = complete;
    }

    /** As {@link Desired#wanted}. */
    Wanted of(Touch touch) {
        if (touch instanceof Touched touched) {
            return of(new Several(List.of(touched)));
        } else if (touch instanceof Several several) {
            return of(several);
        } else if (touch instanceof Everything everything) {
            Unowned unowned = everything.fromLiveList() ? Unowned.ORPHANED : Unowned.STAYS;
            return all(unowned, known::changing, nodes.get());
        }
        return part(Set.of(), new HashMap<>(), "", nodes.get());
    }

    /** As {@link Desired#wantedOfServices}. */
    Wanted ofServices(Unowned unowned) {
        return all(unowned, known::coming, Optional.empty());
    }

    /**
     * A later event or list may have told of more keys since: with some of what a Service wants
     * goes all of it, so that its ports change together. One that a list has called refused since
     * is left to the comparison of that list, which sees all that the Service has.
     */
    private Wanted of(Several several) {
        Map<KvKey, ServiceName> had = several.owners();
        had.entrySet().removeIf(each -> isLeft(each.getKey(), each.getValue()));
        had.replaceAll(this::ownerNow);
        Set<ServiceName> whole = new HashSet<>(had.values());
        whole.removeAll(claims.refused());
        whole.forEach(service -> claims.owned(service).forEach(key -> had.put(key, service)));
        return part(Set.copyOf(had.keySet()), had, several.why(), Optional.empty());
    }

    private boolean isLeft(KvKey key, ServiceName touched) {
        return claims.refused().contains(touched) && ownerNow(key, touched).equals(touched);
    }

    /** {@code touched}, if nobody wants it. */
    private ServiceName ownerNow(KvKey key, ServiceName touched) {
        return claims.owner(key).map(Claim::service).orElse(touched);
    }

    private Wanted all(
            Unowned unowned,
            Supplier<Set<ServiceName>> changing,
            Optional<WantedNodes> wantedNodes) {
        return wanted(claims.keys(), new HashMap<>(), "", unowned, changing, wantedNodes);
    }

    /**
     * Who is changing matters only to plans for everything, to registrations and to explanations;
     * to look at all who wait each time takes N² for N events.
     */
    private Wanted part(
            Set<KvKey> keys,
            Map<KvKey, ServiceName> owners,
            String why,
            Optional<WantedNodes> wantedNodes) {
        return wanted(keys, owners, why, Unowned.STAYS, Set::of, wantedNodes);
    }

    /** {@code owners}: those who had the keys, for those that nobody has now. */
    private Wanted wanted(
            Set<KvKey> keys,
            Map<KvKey, ServiceName> owners,
            String why,
            Unowned unowned,
            Supplier<Set<ServiceName>> changing,
            Optional<WantedNodes> wantedNodes) {
        // First: a namespace that completes after this has its events among those still to come.
        boolean partial = !complete.getAsBoolean();
        Map<KvKey, KvEntry> entries = new HashMap<>();
        for (KvKey key : keys) {
            Optional<Claim> owner = claims.owner(key);
            owner.ifPresent(claim -> owners.put(key, claim.service()));
            owner.ifPresent(claim -> entries.put(key, claim.entries().get(key)));
        }
        return new Wanted(
                owners,
                entries,
                why,
                unowned,
                claims.refused(),
                changing.get(),
                partial,
                wantedNodes,
                claims.seenOfRefused(owners.values()));
    }
}
