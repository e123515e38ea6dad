package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which Service wants which keys; one that is refused wants what it wanted before. Of two that want
 * one key the older has it (creation time, then namespace, then name), for that key only. Not for
 * several threads.
 */
final class Claims {
    private static final Comparator<Claim> OLDEST =
            Comparator.comparing(Claim::createdAt).thenComparing(Claim::service);

    private final Map<ServiceName, Claim> claims = new HashMap<>();
    private final Map<KvKey, TreeSet<Claim>> claimants = new HashMap<>();
    private final Set<ServiceName> refused = new HashSet<>();

    private final EarlierVersions earlier = new EarlierVersions();

    /** Of each Service that is there. */
    private final Map<ServiceName, ServiceDocuments> latest = new TreeMap<>();

    /** What one Service wants; never nothing. */
    record Claim(ServiceName service, Instant createdAt, Map<KvKey, KvEntry> entries) {
        static Claim of(ServiceDocuments.Desired desired) {
            Map<KvKey, KvEntry> wanted = new TreeMap<>();
            desired.entries().forEach(entry -> wanted.put(entry.key(), entry));
            return new Claim(desired.service(), desired.createdAt(), wanted);
        }
    }

    /** From now on the Service wants what {@code documents} say. */
    void replace(ServiceDocuments documents) {
        ServiceName service = documents.service();
        refused.remove(service);
        latest.put(service, documents);
        if (documents instanceof ServiceDocuments.Desired desired) {
            replace(service, Optional.of(Claim.of(desired)));
        } else if (documents instanceof NotExported none) {
            replace(service, Optional.empty());
            latest.computeIfPresent(service, (name, last) -> none.isGone() ? null : last);
        } else {
            refused.add(service);
        }
    }

    private void replace(ServiceName service, Optional<Claim> now) {
        Optional.ofNullable(claims.remove(service))
                .ifPresent(claim -> release(claim, now.map(Claim::entries).orElseGet(Map::of)));
        now.filter(claim -> !claim.entries().isEmpty()).ifPresent(this::add);
    }

    private void release(Claim claim, Map<KvKey, KvEntry> now) {
        claim.entries().keySet().forEach(key -> release(key, claim));
        if (!claim.entries().equals(now)) {
            earlier.remember(claim.service(), claim.entries().values());
        }
    }

    private void release(KvKey key, Claim claim) {
        claimants.computeIfPresent(
                key, (k, all) -> all.remove(claim) && all.isEmpty() ? null : all);
    }

    private void add(Claim claim) {
        claims.put(claim.service(), claim);
        claim.entries()
                .keySet()
                .forEach(
                        key ->
                                claimants
                                        .computeIfAbsent(key, k -> new TreeSet<>(OLDEST))
                                        .add(claim));
    }

    /** A set of the caller's own. */
    Set<KvKey> keys(ServiceName service) {
        return Optional.ofNullable(claims.get(service))
                .map(claim -> new TreeSet<>(claim.entries().keySet()))
                .orElseGet(TreeSet::new);
    }

    /** The keys that {@code service} wants and no older Service has: a set of the caller's own. */
    Set<KvKey> owned(ServiceName service) {
        Set<KvKey> owned = keys(service);
        owned.removeAll(taken(service).keySet());
        return owned;
    }

    /** The claim of the Service that has {@code key}; empty if nobody wants it. */
    Optional<Claim> owner(KvKey key) {
        return Optional.ofNullable(claimants.get(key)).map(TreeSet::first);
    }

    /** The keys that {@code service} wants and an older Service has, with that Service. */
    Map<KvKey, ServiceName> taken(ServiceName service) {
        return Optional.ofNullable(claims.get(service)).map(this::taken).orElseGet(TreeMap::new);
    }

    private Map<KvKey, ServiceName> taken(Claim claim) {
        Map<KvKey, ServiceName> taken = new TreeMap<>();
        for (KvKey key : claim.entries().keySet()) {
            ServiceName owner = claimants.get(key).first().service();
            if (!owner.equals(claim.service())) {
                taken.put(key, owner);
            }
        }
        return taken;
    }

    /** All that are there, as far as we know, by name. */
    List<KnownService> services() {
        return latest.values().stream().map(this::known).toList();
    }

    /** What it came to last; empty if it is not there. */
    Optional<ServiceDocuments> latest(ServiceName service) {
        return Optional.ofNullable(latest.get(service));
    }

    /** What all of them come to if none of them is there any more: a map of the caller's own. */
    Map<ServiceName, ServiceDocuments> gone() {
        Map<ServiceName, ServiceDocuments> gone = new TreeMap<>();
        latest.keySet().forEach(service -> gone.put(service, NotExported.gone(service)));
        return gone;
    }

    private KnownService known(ServiceDocuments now) {
        Claim claim = claims.get(now.service());
        return claim == null
                ? new KnownService(now, List.of(), Map.of())
                : new KnownService(now, List.copyOf(claim.entries().values()), taken(claim));
    }

    /** Those whose documents stay as they are. */
    Set<ServiceName> refused() {
        return Collections.unmodifiableSet(refused);
    }

    /**
     * Hashes of what those of {@code services} that are refused want, or are known to have wanted.
     */
    Set<String> seenOfRefused(Collection<ServiceName> services) {
        return services.stream()
                .filter(refused::contains)
                .distinct()
                .flatMap(service -> Stream.concat(hashes(service), earlier.hashes(service)))
                .collect(Collectors.toSet());
    }

    private Stream<String> hashes(ServiceName service) {
        return Stream.ofNullable(claims.get(service))
                .flatMap(claim -> claim.entries().values().stream())
                .map(entry -> entry.document().hash());
    }

    /**
     * True if it may have keys that nobody knows of: from before our start, or from a state that
     * came and went while another replica led. A comparison keeps all of them while it is refused.
     */
    boolean hasUnknown(ServiceName service) {
        return refused.contains(service);
    }

    Set<KvKey> keys() {
        return claimants.keySet();
    }
}
