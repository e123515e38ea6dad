package io.kse.history;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.history.ApiServer.Version;
import io.kse.history.Broken.Promise;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.plan.BrakeCause;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /** What the brake of whoever counted last has counted, and what has gone since. */
    private final Map<Replica, Count> counts = new HashMap<>();

    private Map<KvKey, Stored> others;

    private record Count(Fence fence, int base, Set<KvKey> gone) {}

    /** What Consul held before a transaction. */
    record Before(Transaction transaction, Snapshot all, Optional<String> holder, World.Term term) {
        Optional<String> value(KvKey key) {
            return text(all, key);
        }
    }

    Checker(World world) {
        this.world = world;
        this.others = others();
    }

    private Map<KvKey, Stored> others() {
        return all().stored();
    }

    private Snapshot all() {
        return world.consul.read(key -> true);
    }

    private static Optional<String> text(Snapshot snapshot, KvKey key) {
        return snapshot.get(key).map(stored -> new String(stored.value(), StandardCharsets.UTF_8));
    }

    /** Consul has lost its data: what was published is nothing that anybody has to go by. */
    void forget() {
        told.clear();
        others = new HashMap<>();
    }

    /**
     * A replica is about to ask its brake.
     *
     * @param isRepeated true if it has failed before: then what it counted still counts
     */
    void plans(
            Replica replica, BrakeCause cause, Snapshot snapshot, Fence fence, boolean isRepeated) {
        Count last = counts.get(replica);
        boolean isCounted = isRepeated && last != null && last.fence().equals(fence);
        if (cause.countsAnew() && !isCounted) {
            counts.put(replica, new Count(fence, documents(snapshot).size(), new HashSet<>()));
        }
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
        checkBrake(before, replica, cause, now);
    }

    private void checkLeader(Before before, Replica replica, Fence fence, World.Term term) {
        boolean isHolder = before.holder().equals(Optional.of(((SessionFence) fence).session()));
        if (!isHolder || !before.term().equals(term)) {
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
        Optional<Found> was = before.value(change.key()).flatMap(text -> find(change.key(), text));
        if (change instanceof Put put) {
            Found now =
                    find(put.key(), put.value())
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

    /** A document, and the first and last version of its Service that had it. */
    private record Found(ServiceName service, int first, int last) {}

    private Optional<Found> find(KvKey key, String text) {
        for (ServiceName service : ApiServer.names()) {
            List<Integer> numbers =
                    world.api.versions(service).stream()
                            .filter(version -> has(version, key, text))
                            .map(Version::number)
                            .toList();
            if (!numbers.isEmpty()) {
                int last = numbers.get(numbers.size() - 1);
                return Optional.of(new Found(service, numbers.get(0), last));
            }
        }
        return Optional.empty();
    }

    private static boolean has(Version version, KvKey key, String text) {
        return Optional.ofNullable(version.wanted().get(key))
                .filter(entry -> entry.json().equals(text))
                .isPresent();
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
        if (isTaken(key, was.service())) {
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

    /** True if an older Service may have taken it meanwhile. */
    private boolean isTaken(KvKey key, ServiceName service) {
        return ApiServer.names().stream()
                .filter(other -> !other.equals(service))
                .flatMap(other -> world.api.versions(other).stream())
                .anyMatch(version -> version.wanted().containsKey(key));
    }

    private void checkTogether(ServiceName service, Snapshot now) {
        Map<KvKey, String> there = new TreeMap<>();
        documents(now)
                .forEach(
                        key ->
                                text(now, key)
                                        .filter(
                                                text ->
                                                        find(key, text)
                                                                .filter(
                                                                        found ->
                                                                                found.service()
                                                                                        .equals(
                                                                                                service))
                                                                .isPresent())
                                        .ifPresent(text -> there.put(key, text)));
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
                                        isTaken(each.getKey(), version.name())
                                                || each.getValue()
                                                        .json()
                                                        .equals(there.get(each.getKey())));
    }

    private void checkBrake(Before before, Replica replica, BrakeCause cause, Snapshot now) {
        Count count = counts.get(replica);
        if (count == null || world.maxDeletePercent == 100) {
            return;
        }
        boolean moves =
                before.transaction().changes().stream()
                        .anyMatch(change -> change instanceof Put && change.index() == 0);
        for (KvChange change : before.transaction().changes()) {
            if (!moves && change instanceof Delete && World.KEYS.isOurs(change.key().path())) {
                count.gone().add(change.key());
            }
        }
        boolean isTooMuch =
                count.base() >= 10
                        && count.gone().size() > count.base() * world.maxDeletePercent / 100;
        boolean isAll =
                cause != BrakeCause.WATCHED && count.base() >= 2 && documents(now).isEmpty();
        if (isTooMuch || isAll) {
            throw new Broken(
                    Promise.THE_BRAKE_HOLDS,
                    "%d of %d went".formatted(count.gone().size(), count.base()));
        }
    }

    /** Everything is quiet. */
    void checkEnd(Set<KvKey> held) {
        Map<KvKey, String> expected = expected();
        Snapshot now = all();
        List<String> wrong = new ArrayList<>();
        expected.forEach(
                (key, text) -> {
                    if (!text(now, key).equals(Optional.of(text))) {
                        wrong.add("%s is %s".formatted(key, text(now, key).orElse("missing")));
                    }
                });
        documents(now).stream()
                .filter(key -> !expected.containsKey(key) && !held.contains(key))
                .filter(key -> !isKept(key, text(now, key).orElseThrow()))
                .forEach(key -> wrong.add(key + " is still there"));
        if (!wrong.isEmpty()) {
            throw new Broken(Promise.CONVERGES, wrong.toString());
        }
        checkOthers(now);
    }

    /** The oldest of those that want a key has it. */
    private Map<KvKey, String> expected() {
        Map<KvKey, String> expected = new TreeMap<>();
        ApiServer.names().stream()
                .flatMap(name -> world.api.last(name).stream())
                .filter(version -> !version.isGone())
                .sorted(
                        java.util.Comparator.comparing(
                                        (Version v) ->
                                                v.service().getMetadata().getCreationTimestamp())
                                .thenComparing(Version::name))
                .forEach(
                        version ->
                                version.wanted()
                                        .forEach((key, e) -> expected.putIfAbsent(key, e.json())));
        return expected;
    }

    private boolean isKept(KvKey key, String text) {
        return find(key, text)
                .flatMap(found -> world.api.last(found.service()))
                .filter(Version::keeps)
                .isPresent();
    }
}
