package io.kse.plan;

import static io.kse.document.DocumentSteps.key;

import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A Consul with numbered documents, each of a Service of its own, and the brake before it. */
final class Braking {
    static final KeySpace KEYS = new KeySpace("kse", new ClusterId("cluster"));
    static final Instant START = Instant.parse("2024-01-01T00:00:00.5Z");

    static final String DOCUMENT = "{\"hash\":\"1\",\"ClusterName\":\"cluster\"}";

    final Map<KvKey, Stored> consul = new TreeMap<>();
    Instant now = START;

    private final DeletePercent most;
    private Brake brake;
    private long index = 10;

    Braking(int documents, int percent) {
        most = new DeletePercent(percent);
        brake = new Brake(KEYS, most);
        numbers(0, documents).forEach(number -> write(doc(number), DOCUMENT));
    }

    static KvKey doc(int number) {
        return key("cluster-shop-s%03d-http".formatted(number));
    }

    static List<KvKey> docs(int from, int to) {
        return numbers(from, to).stream().map(Braking::doc).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    static ServiceName owner(int number) {
        return new ServiceName("shop", "s%03d".formatted(number));
    }

    void write(KvKey key, String value) {
        consul.put(key, new Stored(++index, value.getBytes(StandardCharsets.UTF_8)));
    }

    void release(String word) {
        write(KEYS.brakeRelease(), word);
    }

    /** Another process, which has no memory. */
    void restart() {
        brake = new Brake(KEYS, most);
    }

    Brake brake() {
        return brake;
    }

    Delete delete(int number) {
        return new Delete(doc(number), index(doc(number)), "not wanted any more");
    }

    Put put(int number) {
        return new Put(doc(number), DOCUMENT, index(doc(number)), "a test");
    }

    private long index(KvKey key) {
        return Optional.ofNullable(consul.get(key)).map(Stored::index).orElse(0L);
    }

    /** The Services of these numbers have gone. */
    Proposal without(int from, int to) {
        Map<ServiceName, List<KvChange>> byOwner = new TreeMap<>();
        numbers(from, to).forEach(number -> byOwner.put(owner(number), List.of(delete(number))));
        return new Proposal(byOwner, List.of());
    }

    Proposal orphans(int from, int to) {
        return new Proposal(Map.of(), numbers(from, to).stream().map(this::delete).toList());
    }

    static Proposal of(int owner, KvChange... changes) {
        return new Proposal(Map.of(owner(owner), List.of(changes)), List.of());
    }

    static Proposal nothing() {
        return new Proposal(Map.of(), List.of());
    }

    Braked check(BrakeCause cause, Proposal proposal, KvKey... wanted) {
        return brake.check(cause, proposal, Set.of(wanted), new Snapshot(consul), now);
    }

    /** Asks, and does in Consul what goes on. */
    Braked run(BrakeCause cause, Proposal proposal, KvKey... wanted) {
        Braked braked = check(cause, proposal, wanted);
        written(braked).forEach(this::apply);
        return braked;
    }

    private void apply(KvChange change) {
        if (change instanceof Put put) {
            write(put.key(), put.value());
        } else {
            consul.remove(change.key());
        }
    }

    static List<KvChange> written(Braked braked) {
        List<KvChange> all = new ArrayList<>();
        braked.proposal().byOwner().values().forEach(all::addAll);
        all.addAll(braked.proposal().unowned());
        braked.release().ifPresent(transaction -> all.addAll(transaction.changes()));
        all.addAll(braked.beside());
        return all;
    }

    /** Keys of documents that go. */
    static List<KvKey> gone(Braked braked) {
        return written(braked).stream()
                .filter(Delete.class::isInstance)
                .map(KvChange::key)
                .filter(key -> KEYS.isOurs(key.path()))
                .sorted()
                .toList();
    }

    List<KvKey> left() {
        return consul.keySet().stream().filter(key -> KEYS.isOurs(key.path())).toList();
    }

    Optional<BrakeReport> report() {
        return Optional.ofNullable(consul.get(KEYS.brake()))
                .flatMap(stored -> BrakeReport.read(stored.value()));
    }
}
