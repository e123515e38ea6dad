package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.node.ExportedNode;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.KvChange;
import io.kse.plan.NothingWanted;
import io.kse.plan.Plan;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.plan.WantedNodes;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 20 documents that no Service wants any more go in comparisons, some in each. */
class BrakingTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("cluster"));
    private static final byte[] DOCUMENT =
            "{\"hash\":\"1\",\"ClusterName\":\"cluster\"}".getBytes(StandardCharsets.UTF_8);

    private final Planner planner = new Planner(KEYS, Optional.empty());
    private final Braking braking =
            new Braking(new Brake(KEYS, new DeletePercent(50)), Clock.systemUTC(), () -> {});
    private final Map<KvKey, Stored> consul = new TreeMap<>();
    private Fence fence = new SessionFence(KEYS.leader(), "first");

    BrakingTest() {
        IntStream.range(0, 20).forEach(i -> consul.put(document(i), new Stored(1, DOCUMENT)));
    }

    @Test
    void aComparisonThatIsBegunAgainDoesNotCountAgain() {
        assertThat(deleted(compare(8, Trigger.TIMER))).isEqualTo(8);

        assertThat(deleted(compare(3, Trigger.TIMER, Trigger.FAILED))).isZero();
        assertThat(deleted(compare(2, Trigger.TIMER, Trigger.FAILED))).isEqualTo(2);
    }

    @Test
    void holdsThoughAListenerFails() {
        braking.onPlan(
                (plan, wanted, snapshot, held) -> {
                    throw new IllegalStateException("of the listener");
                });

        assertThat(deleted(compare(8, Trigger.TIMER))).isEqualTo(8);
    }

    @Test
    void theNextComparisonCountsAgain() {
        assertThat(deleted(compare(8, Trigger.TIMER))).isEqualTo(8);

        assertThat(deleted(compare(3, Trigger.TIMER))).isEqualTo(3);
    }

    @Test
    void aComparisonThatFailedBeforeItCountedCounts() {
        assertThat(deleted(compare(8, Trigger.TIMER))).isEqualTo(8);
        braking.causeOfComparison(Set.of(Trigger.TIMER));

        assertThat(deleted(compare(3, Trigger.TIMER, Trigger.FAILED))).isEqualTo(3);
    }

    @Test
    void aLeaderThatWonAfterItFailedCounts() {
        assertThat(deleted(compare(8, Trigger.WON))).isEqualTo(8);
        fence = new SessionFence(KEYS.leader(), "second");

        assertThat(deleted(compare(3, Trigger.WON, Trigger.FAILED))).isEqualTo(3);
    }

    /** From caches: the API server is away. */
    @Test
    void whatIsHeldStaysHeldWhileItIsNotKnownWhatIsGone() {
        assertThat(deleted(compare(15, Trigger.TIMER))).isZero();

        Plan cached = compare(unwanted(15), false, Unowned.STAYS, Trigger.TIMER);

        assertThat(cached.isEmpty()).isTrue();
        assertThat(braking.isHolding()).isTrue();
    }

    @Test
    void whatIsHeldStaysHeldWhileSomethingIsHidden() {
        assertThat(deleted(compare(15, Trigger.TIMER))).isZero();

        Plan filtered = compare(unwanted(15), true, Unowned.ORPHANED, Trigger.TIMER);

        assertThat(filtered.isEmpty()).isTrue();
        assertThat(braking.isHolding()).isTrue();
    }

    /** It is still good when it is known again. */
    @Test
    void aReleaseIsNotUsedWhileItIsNotKnownWhatIsGone() {
        compare(15, Trigger.TIMER);
        String id = report().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
        consul.put(KEYS.brakeRelease(), new Stored(2, id.getBytes(StandardCharsets.UTF_8)));

        compare(unwanted(15), false, Unowned.STAYS, Trigger.RELEASED);
        assertThat(consul).containsKey(KEYS.brakeRelease());

        assertThat(deleted(compare(15, Trigger.RELEASED))).isEqualTo(15);
        assertThat(consul).doesNotContainKey(KEYS.brakeRelease());
    }

    @Test
    void anEventReadsTheListOfNodesOnlyIfItIsWanted() {
        SortedSet<ExportedNode> nodes = new TreeSet<>(Set.of(new ExportedNode("n1", "10.0.0.1")));

        assertThat(braking.reads(wanting(Optional.empty()))).containsExactly(KEYS.brake());
        assertThat(braking.reads(wanting(Optional.of(new WantedNodes(nodes, Set.of())))))
                .containsExactlyInAnyOrder(KEYS.brake(), KEYS.nodes(), KEYS.drain());
    }

    private static Wanted wanting(Optional<WantedNodes> nodes) {
        return NothingWanted.but(Unowned.STAYS, nodes);
    }

    private static KvKey document(int i) {
        return KEYS.key("shop-%02d-http".formatted(i));
    }

    private String report() {
        return new String(consul.get(KEYS.brake()).value(), StandardCharsets.UTF_8);
    }

    private Set<KvKey> unwanted(int count) {
        return consul.keySet().stream()
                .filter(key -> KEYS.isOurs(key.path()))
                .limit(count)
                .collect(Collectors.toSet());
    }

    private Plan compare(int unwanted, Trigger... triggers) {
        return compare(unwanted(unwanted), false, Unowned.ORPHANED, triggers);
    }

    /** All others belong to Services that are refused, which is as good as wanted. */
    private Plan compare(
            Set<KvKey> unwanted, boolean filtered, Unowned unowned, Trigger... triggers) {
        Map<KvKey, Stored> seen = new TreeMap<>(consul);
        Snapshot all = new Snapshot(seen, filtered);
        Map<KvKey, Stored> judged = new TreeMap<>(consul);
        judged.keySet().removeIf(key -> KEYS.isOurs(key.path()) && !unwanted.contains(key));
        Wanted wanted = NothingWanted.but(unowned);
        BrakeCause cause = braking.causeOfComparison(Set.of(triggers));
        Plan plan = planner.plan(wanted, new Snapshot(judged, filtered));
        Plan going = braking.hold(plan, wanted, all, cause, fence);
        going.transactions().forEach(transaction -> transaction.changes().forEach(this::apply));
        return going;
    }

    private void apply(KvChange change) {
        if (change instanceof KvChange.Put put) {
            consul.put(put.key(), new Stored(2, put.value().getBytes(StandardCharsets.UTF_8)));
        } else {
            consul.remove(change.key());
        }
    }

    private static int deleted(Plan plan) {
        return (int)
                plan.transactions().stream()
                        .flatMap(transaction -> transaction.changes().stream())
                        .filter(change -> KEYS.isOurs(change.key().path()))
                        .count();
    }
}
