package io.kse.plan;

import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.Braking.START;

import io.kse.document.BrakeReport;
import io.kse.document.BrakeReport.HeldNodes;
import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.node.ExportedNode;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.DeletePercent;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A Consul with a list of numbered nodes, and documents if need be, and the brake before it. */
final class NodeBraking {
    private static final Planner PLANNER = new Planner(KEYS, Optional.empty());

    final Map<KvKey, Stored> consul = new TreeMap<>();
    Instant now = START;

    private final DeletePercent most;
    private Brake brake;
    private long index = 10;

    NodeBraking(int nodes, int percent) {
        most = new DeletePercent(percent);
        brake = new Brake(KEYS, most);
        if (nodes > 0) {
            write(KEYS.nodes(), new NodeList(nodes(0, nodes)).json());
        }
    }

    static ExportedNode node(int number) {
        return new ExportedNode("n%03d".formatted(number), "10.0.0." + number);
    }

    static SortedSet<ExportedNode> nodes(int from, int to) {
        SortedSet<ExportedNode> nodes = new TreeSet<>();
        IntStream.range(from, to).forEach(number -> nodes.add(node(number)));
        return nodes;
    }

    static SortedSet<ExportedNode> together(
            Collection<ExportedNode> some, Collection<ExportedNode> more) {
        SortedSet<ExportedNode> together = new TreeSet<>(some);
        together.addAll(more);
        return together;
    }

    static WantedNodes wanted(int from, int to) {
        return new WantedNodes(nodes(from, to), Set.of());
    }

    /** Those wanted, where the Nodes of {@code deleted} were deleted. */
    static WantedNodes wanted(SortedSet<ExportedNode> nodes, Collection<ExportedNode> deleted) {
        Set<String> names = new HashSet<>();
        deleted.forEach(node -> names.add(node.name()));
        return new WantedNodes(nodes, names);
    }

    void write(KvKey key, String value) {
        consul.put(key, new Stored(++index, value.getBytes(StandardCharsets.UTF_8)));
    }

    void documents(int count) {
        IntStream.range(0, count).forEach(n -> write(Braking.doc(n), Braking.DOCUMENT));
    }

    void release(String word) {
        write(KEYS.brakeRelease(), word);
    }

    /** Another process, which has no memory. */
    void restart() {
        brake = new Brake(KEYS, most);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** An event of Nodes, done in Consul. */
    Braked event(WantedNodes wanted) {
        return run(BrakeCause.WATCHED, wanting(Optional.of(wanted), Unowned.STAYS, Set.of()));
    }

    /** As above, but Consul does not do it. */
    Braked fail(WantedNodes wanted) {
        return ask(BrakeCause.WATCHED, wanting(Optional.of(wanted), Unowned.STAYS, Set.of()));
    }

    /** A comparison that Consul does not take. */
    Braked failCompare(WantedNodes wanted) {
        return ask(BrakeCause.OTHER, wanting(Optional.of(wanted), Unowned.ORPHANED, Set.of()));
    }

    /** A comparison in which {@code documents} are wanted as they are. */
    Braked compare(BrakeCause cause, Optional<WantedNodes> wanted, Set<KvKey> documents) {
        return run(cause, wanting(wanted, Unowned.ORPHANED, documents));
    }

    Braked compare(BrakeCause cause, WantedNodes wanted) {
        return compare(cause, Optional.of(wanted), Set.of());
    }

    /** One from caches, which does not tell what is gone. */
    Braked compareCached(WantedNodes wanted) {
        return run(BrakeCause.OTHER, wanting(Optional.of(wanted), Unowned.STAYS, Set.of()));
    }

    /** Services are refused, and so protected, that have made {@code kept}. */
    private static Wanted wanting(Optional<WantedNodes> nodes, Unowned unowned, Set<KvKey> kept) {
        Set<ServiceName> refused = new HashSet<>();
        for (int number = 0; number < 100; number++) {
            if (kept.contains(Braking.doc(number))) {
                refused.add(Braking.owner(number));
            }
        }
        return new Wanted(
                Map.of(), Map.of(), "", unowned, refused, Set.of(), false, nodes, Set.of());
    }

    Plan plan(WantedNodes wanted) {
        return PLANNER.plan(
                wanting(Optional.of(wanted), Unowned.STAYS, Set.of()), new Snapshot(consul));
    }

    private Braked ask(BrakeCause cause, Wanted wanted) {
        Snapshot snapshot = new Snapshot(consul);
        Plan plan = PLANNER.plan(wanted, snapshot);
        return brake.check(cause, plan, wanted, snapshot, now);
    }

    private Braked run(BrakeCause cause, Wanted wanted) {
        Snapshot snapshot = new Snapshot(consul);
        Plan plan = PLANNER.plan(wanted, snapshot);
        Braked braked = brake.check(cause, plan, wanted, snapshot, now);
        plan.braked(braked).transactions().forEach(t -> t.changes().forEach(this::apply));
        return braked;
    }

    void apply(KvChange change) {
        long there = Optional.ofNullable(consul.get(change.key())).map(Stored::index).orElse(0L);
        if (change.index() != there) {
            throw new AssertionError(change + " at " + change.index() + ", but is at " + there);
        }
        if (change instanceof Put put) {
            write(put.key(), put.value());
        } else {
            consul.remove(change.key());
        }
    }

    boolean isHolding() {
        return brake.isHolding();
    }

    Optional<Instant> looksAgain() {
        return brake.looksAgain();
    }

    /** What the brake says, whatever Consul holds. */
    Optional<BrakeReport> answer() {
        return brake.report();
    }

    Set<ExportedNode> heldEntries() {
        return brake.heldNodes();
    }

    Set<KvKey> alsoRead(WantedNodes wanted) {
        return brake.alsoRead(wanting(Optional.of(wanted), Unowned.STAYS, Set.of()));
    }

    Set<KvKey> alsoReadWithoutNodes() {
        return brake.alsoRead(wanting(Optional.empty(), Unowned.STAYS, Set.of()));
    }

    /** What is published now. */
    SortedSet<ExportedNode> published() {
        return NodeList.entries(consul.get(KEYS.nodes()).value()).orElseThrow();
    }

    Optional<BrakeReport> report() {
        return Optional.ofNullable(consul.get(KEYS.brake()))
                .flatMap(stored -> BrakeReport.read(stored.value()));
    }

    HeldNodes heldNodes() {
        return report().orElseThrow().nodes().orElseThrow();
    }
}
