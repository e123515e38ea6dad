package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.KvChange.Delete;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What every Service wants published, as far as we know, and since which arrival. An event or list
 * that arrived before what is known changes nothing. Of two Services that want one key the older
 * has it, for that key only. A key that a Service no longer wants is remembered until Consul is
 * known not to hold it. Safe for several threads, but see {@link #wanted}.
 */
public final class Desired {
    private static final Comparator<Claim> OLDEST =
            Comparator.comparing(Claim::createdAt).thenComparing(Claim::service);

    private final Map<ServiceName, Claim> claims = new HashMap<>();
    private final Map<KvKey, TreeSet<Claim>> claimants = new HashMap<>();
    private final Map<KvKey, Release> released = new HashMap<>();

    /** Of the last event of each Service, unless a list has come since. */
    private final Map<ServiceName, Long> arrivals = new HashMap<>();

    /** What arrived up to then is in the last list. */
    private long listedUpTo;

    private boolean listed;

    private long version;

    private record Claim(ServiceName service, Instant createdAt, Map<KvKey, KvEntry> entries) {}

    private record Release(ServiceName service, long version) {}

    /**
     * Takes in what one Service comes to.
     *
     * @param arrival of the event that brought it; a later event has a higher one
     * @return the keys that may have to change in Consul; none if something newer is known
     */
    public synchronized Set<KvKey> update(ServiceDocuments documents, long arrival) {
        if (arrival <= listedUpTo || arrival < arrivals.getOrDefault(documents.service(), 0L)) {
            return Set.of();
        }
        arrivals.put(documents.service(), arrival);
        return replace(documents);
    }

    /**
     * Takes in what a complete list of Services comes to: what is not in it is gone.
     *
     * @param size of the list
     * @param arrival of the last event before the list was asked for; a Service with a later one is
     *     left as it is
     * @return every key that we know of
     * @throws IllegalStateException if not every listed Service is there, since those that got lost
     *     on the way would count as gone
     */
    public Set<KvKey> updateAll(Collection<?> documents, int size, long arrival) {
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
        return updateAll(all, arrival);
    }

    /** As above, where nothing can get lost. */
    public synchronized Set<KvKey> updateAll(Collection<ServiceDocuments> all, long arrival) {
        if (arrival >= listedUpTo) {
            listed = true;
            listedUpTo = arrival;
            arrivals.values().removeIf(known -> known <= arrival);
            Map<ServiceName, ServiceDocuments> now = gone();
            all.forEach(documents -> now.put(documents.service(), documents));
            now.keySet().removeAll(arrivals.keySet());
            now.values().forEach(this::replace);
        }
        return keys();
    }

    /**
     * True once a complete list has come. Before that, whom a key belongs to is not known, and
     * nothing may be written.
     */
    public synchronized boolean isListed() {
        return listed;
    }

    private Map<ServiceName, ServiceDocuments> gone() {
        Map<ServiceName, ServiceDocuments> gone = new TreeMap<>();
        claims.keySet()
                .forEach(service -> gone.put(service, new NotExported(service, "it is gone")));
        return gone;
    }

    private Set<KvKey> replace(ServiceDocuments documents) {
        if (documents instanceof ServiceDocuments.Desired desired) {
            return replace(documents.service(), desired.createdAt(), desired.entries());
        } else if (documents instanceof NotExported) {
            return replace(documents.service(), Instant.MAX, List.of());
        }
        return Set.of();
    }

    private Set<KvKey> replace(ServiceName service, Instant createdAt, List<KvEntry> entries) {
        version++;
        Map<KvKey, KvEntry> wanted = new TreeMap<>();
        entries.forEach(entry -> wanted.put(entry.key(), entry));
        Set<KvKey> touched = withdraw(service);
        claim(new Claim(service, createdAt, wanted));
        touched.addAll(wanted.keySet());
        return touched;
    }

    private Set<KvKey> withdraw(ServiceName service) {
        Claim before = claims.remove(service);
        if (before == null) {
            return new TreeSet<>();
        }
        before.entries().keySet().forEach(key -> release(key, before));
        return new TreeSet<>(before.entries().keySet());
    }

    private void release(KvKey key, Claim claim) {
        claimants.get(key).remove(claim);
        if (claimants.get(key).isEmpty()) {
            claimants.remove(key);
            released.put(key, new Release(claim.service(), version));
        }
    }

    private void claim(Claim claim) {
        if (!claim.entries().isEmpty()) {
            claims.put(claim.service(), claim);
        }
        claim.entries()
                .keySet()
                .forEach(
                        key -> {
                            claimants.computeIfAbsent(key, k -> new TreeSet<>(OLDEST)).add(claim);
                            released.remove(key);
                        });
    }

    /** Every key that a Service wants, or that one wanted and Consul may still hold. */
    public synchronized Set<KvKey> keys() {
        Set<KvKey> keys = new TreeSet<>(claimants.keySet());
        keys.addAll(released.keySet());
        return keys;
    }

    /**
     * What {@code keys} should hold now. Asking, reading Consul and writing are to be done by one
     * thread at a time: a slower one would write what it asked for before.
     */
    public synchronized Wanted wanted(Collection<KvKey> keys) {
        Map<KvKey, ServiceName> owners = new HashMap<>();
        Map<KvKey, KvEntry> entries = new HashMap<>();
        for (KvKey key : keys) {
            if (claimants.containsKey(key)) {
                Claim owner = claimants.get(key).first();
                owners.put(key, owner.service());
                entries.put(key, owner.entries().get(key));
            } else if (released.containsKey(key)) {
                owners.put(key, released.get(key).service());
            }
        }
        return new Wanted(version, owners, entries);
    }

    /** {@code keys}, those of each owner by themselves. */
    public synchronized Collection<Set<KvKey>> byOwner(Collection<KvKey> keys) {
        Map<ServiceName, Set<KvKey>> byOwner = new TreeMap<>();
        wanted(keys)
                .owners()
                .forEach(
                        (key, owner) ->
                                byOwner.computeIfAbsent(owner, o -> new TreeSet<>()).add(key));
        return byOwner.values();
    }

    /**
     * {@code done} was planned for {@code wanted}, and Consul has done it: the keys that it deleted
     * are forgotten, unless they have been released anew since. A key that merely did not show up
     * is not: without the right to read it, Consul shows nothing either.
     */
    public synchronized void settled(Wanted wanted, Transaction done) {
        done.changes().stream()
                .filter(Delete.class::isInstance)
                .map(KvChange::key)
                .filter(released::containsKey)
                .filter(key -> released.get(key).version() <= wanted.version())
                .forEach(released::remove);
    }

    /** The keys that {@code service} wants and an older Service has, with that Service. */
    public synchronized Map<KvKey, ServiceName> taken(ServiceName service) {
        Map<KvKey, ServiceName> taken = new TreeMap<>();
        if (claims.containsKey(service)) {
            claims.get(service)
                    .entries()
                    .keySet()
                    .forEach(key -> taken.put(key, claimants.get(key).first().service()));
        }
        taken.values().removeIf(service::equals);
        return taken;
    }
}
