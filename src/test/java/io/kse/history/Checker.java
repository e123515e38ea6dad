package io.kse.history;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.history.ApiServer.Version;
import io.kse.history.Broken.Promise;
import io.kse.history.Versions.Found;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.plan.BrakeCause;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at each transaction that Consul has made, and knows no more of the program than what it
 * promises: every version of every Service, and what Consul held before and holds now.
 */
final class Checker {
    private final World world;

    /** At each key, the version of each Service that what was there has told of at least. */
    private final Map<KvKey, Map<ServiceName, Integer>> told = new HashMap<>();

    private final Set<KvKey> deletedByHand = new HashSet<>();
    private final Versions versions;
    private final BrakeChecker brake;
    private final EndChecker end;

    private Map<KvKey, Stored> others;

    /** What Consul held before a transaction. */
    record Before(Transaction transaction, Snapshot all, Optional<String> holder, World.Term term) {
        Optional<String> value(KvKey key) {
            return text(all, key);
        }
    }

    Checker(World world) {
        this.world = world;
        this.versions = new Versions(world.api);
        this.brake = new BrakeChecker(world.maxDeletePercent);
        this.end = new EndChecker(world.api, versions);
        this.others = all().stored();
    }

    private Snapshot all() {
        return world.consul.read(key -> true);
    }

    private static Optional<String> text(Snapshot snapshot, KvKey key) {
        return snapshot.get(key).map(stored -> new String(stored.value(), StandardCharsets.UTF_8));
    }

    /** Consul has lost its data: what was published is nothing that anybody has to go by. */
    void forget() {
        restored();
        others = new HashMap<>();
    }

    /** Consul holds what it once held: nobody has to go by what it has told since. */
    void restored() {
        told.clear();
    }

    /** The program hears of it at a comparison only. */
    void deletedByHand(KvKey key) {
        deletedByHand.add(key);
    }

    /**
     * A replica is about to ask its brake.
     *
     * @param isRepeated true if it has failed before: then what it counted still counts
     */
    void plans(
            Replica replica, BrakeCause cause, Snapshot snapshot, Fence fence, boolean isRepeated) {
        brake.plans(replica, cause, documents(snapshot).size(), fence, isRepeated);
    }

    /** Where there is a document of ours. */
    List<KvKey> documents() {
        return documents(all()).stream().sorted().toList();
    }

    private static List<KvKey> documents(Snapshot snapshot) {
        return snapshot.stored().keySet().stream()
                .filter(key -> World.KEYS.isOurs(key.path()) && !World.others().contains(key))
                .toList();
    }

    Before before(Transaction transaction) {
        Optional<String> holder =
                world.consul.get(World.KEYS.leader()).flatMap(ConsulModel.Entry::session);
        return new Before(transaction, all(), holder, world.term());
    }

    /** What has become of the transaction; nothing, if Consul did not make it. */
    void written(Before before, Replica replica, Fence fence, World.Term term, BrakeCause cause) {
        Snapshot now = all();
        if (now.stored().equals(before.all().stored())) {
            return;
        }
        checkLeader(before, replica, fence, term);
        before.transaction().changes().forEach(change -> checkIndex(before, change));
        checkOthers(now);
        if (!replica.hasTakenList) {
            throw new Broken(Promise.LISTED_BEFORE_WRITTEN, before.transaction().toString());
        }
        Set<ServiceName> put = new HashSet<>();
        for (KvChange change : before.transaction().changes()) {
            if (World.KEYS.isOurs(change.key().path())) {
                checkDocument(before, change).ifPresent(put::add);
            }
        }
        put.forEach(service -> checkTogether(service, now));
        brake.check(before.transaction(), replica, cause, documents(now).size());
    }

    private void checkLeader(Before before, Replica replica, Fence fence, World.Term term) {
        boolean isHolder = before.holder().equals(Optional.of(((SessionFence) fence).session()));
        if (!isHolder || !term.mayBe(before.term())) {
            throw new Broken(
                    Promise.ONE_LEADER,
                    "%s wrote with %s in %s, begun in %s, while %s held the lock"
                            .formatted(replica, fence, before.term(), term, before.holder()));
        }
    }

    private static void checkIndex(Before before, KvChange change) {
        long index = before.all().get(change.key()).map(Stored::index).orElse(0L);
        if (index != change.index() && index != 0) {
            throw new Broken(
                    Promise.NOTHING_UNSEEN_CHANGES,
                    "%s was read at %d and is at %d"
                            .formatted(change.key(), change.index(), index));
        }
    }

    private void checkOthers(Snapshot now) {
        others.forEach(
                (key, stored) -> {
                    if (now.get(key).filter(stored::equals).isEmpty()) {
                        throw new Broken(Promise.NOTHING_FOREIGN_CHANGES, key.toString());
                    }
                });
    }

    /** The Service of a document that was put. */
    private Optional<ServiceName> checkDocument(Before before, KvChange change) {
        Optional<Found> was =
                before.value(change.key()).flatMap(text -> versions.find(change.key(), text));
        if (change instanceof Put put) {
            Found now =
                    versions.find(put.key(), put.value())
                            .orElseThrow(
                                    () ->
                                            new Broken(
                                                    Promise.NOTHING_GOES_BACK,
                                                    put + ": of no version"));
            was.filter(found -> !found.service().equals(now.service()))
                    .ifPresent(found -> checkGone(change.key(), found));
            if (was.isPresent() || !mayComeBack(put.key(), now)) {
                checkPut(put.key(), now);
            }
            return Optional.of(now.service());
        }
        was.ifPresent(found -> checkGone(change.key(), found));
        return Optional.empty();
    }

    private int told(KvKey key, ServiceName service) {
        return told.getOrDefault(key, Map.of()).getOrDefault(service, 0);
    }

    private void tell(KvKey key, ServiceName service, int version) {
        told.computeIfAbsent(key, k -> new HashMap<>()).merge(service, version, Math::max);
    }

    /**
     * What a refused Service had may come back where it had nothing for a moment that only another
     * leader has seen: then nothing in Consul tells of it.
     */
    private boolean mayComeBack(KvKey key, Found now) {
        return world.api.versions(now.service()).stream()
                .anyMatch(v -> v.keeps() && v.number() > told(key, now.service()));
    }

    private void checkPut(KvKey key, Found now) {
        int known = told(key, now.service());
        if (now.last() < known) {
            throw new Broken(
                    Promise.NOTHING_GOES_BACK,
                    "%s of version %d, after %d".formatted(key, now.last(), known));
        }
        tell(key, now.service(), now.first());
    }

    /** Somebody must have seen a version that does not want it any more. */
    private void checkGone(KvKey key, Found was) {
        int since = Math.max(was.first(), told(key, was.service()));
        List<Version> later =
                world.api.versions(was.service()).stream()
                        .filter(version -> version.number() > since)
                        .toList();
        Optional<Version> without =
                later.stream().filter(v -> !v.keeps() && !v.wanted().containsKey(key)).findFirst();
        if (versions.isTaken(key, was.service())) {
            // Then it may come back as it was.
            return;
        }
        if (without.isEmpty()) {
            boolean isRefused = later.stream().anyMatch(Version::keeps);
            throw new Broken(
                    isRefused ? Promise.REFUSED_SERVICES_KEEP : Promise.NOTHING_WANTED_IS_MISSING,
                    "%s of %s version %d".formatted(key, was.service(), was.first()));
        }
        without.ifPresent(version -> tell(key, was.service(), version.number()));
    }

    private void checkTogether(ServiceName service, Snapshot now) {
        Map<KvKey, String> there = texts(now);
        there.entrySet().removeIf(e -> !versions.isOf(service, e.getKey(), e.getValue()));
        boolean isWhole =
                world.api.versions(service).stream().anyMatch(version -> isWhole(version, there));
        if (!isWhole) {
            throw new Broken(
                    Promise.PORTS_CHANGE_TOGETHER,
                    service
                            + " has "
                            + there.keySet()
                            + ", its versions "
                            + world.api.versions(service).stream()
                                    .map(version -> version.wanted().keySet())
                                    .toList());
        }
    }

    /** What an older Service has taken, and what nobody knows to be gone, is beside the point. */
    private boolean isWhole(Version version, Map<KvKey, String> there) {
        Map<KvKey, KvEntry> wanted = version.wanted();
        return !wanted.isEmpty()
                && wanted.entrySet().stream()
                        .allMatch(
                                each ->
                                        versions.isTaken(each.getKey(), version.name())
                                                || deletedByHand.contains(each.getKey())
                                                || each.getValue()
                                                        .json()
                                                        .equals(there.get(each.getKey())));
    }

    /**
     * Everything is quiet.
     *
     * @param held those whose deletes the brake holds
     */
    void checkEnd(Set<KvKey> held) {
        Snapshot now = all();
        end.check(texts(now), held);
        checkOthers(now);
    }

    private static Map<KvKey, String> texts(Snapshot snapshot) {
        Map<KvKey, String> texts = new TreeMap<>();
        documents(snapshot).forEach(key -> texts.put(key, text(snapshot, key).orElseThrow()));
        return texts;
    }
}
