package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.kubernetes.EventSource;
import io.kse.node.ClusterNode;
import io.kse.node.NodeSelectors;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.NothingWanted;
import io.kse.plan.Plan;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.status.NodeNotices;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in whatever order: nothing is left that only a comparison would find. */
class NodeListsPropertyTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("prod"));
    private static final NodeSelectors ALL = NodeSelectors.parse("", 1);
    private static final int NODES = 14;
    private static final int LONGER_THAN_A_WINDOW = 200;

    /** What the routes do, one step at a time. */
    private static final class Run extends Clock {
        private final Map<String, Node> cluster = new TreeMap<>();
        private final List<Runnable> events = new ArrayList<>();
        private final Map<KvKey, Stored> consul = new TreeMap<>();
        private final Brake brake = new Brake(KEYS, new DeletePercent(50));
        private final Planner planner = new Planner(KEYS, Optional.empty());
        private final NodeLists lists =
                new NodeLists(
                        () -> Optional.of(List.copyOf(cluster.values())),
                        ALL,
                        () -> Drains.IN_SERVICE,
                        brake::looksAgain,
                        () -> brake.heldNodes().size(),
                        () -> {},
                        new NodeNotices(ALL, KEYS.nodes()),
                        this);
        private Instant now = Instant.parse("2026-01-31T12:00:00Z");
        private boolean asked;
        private boolean touched;
        private boolean comparisonDue;
        private long index = 1;

        @Override
        public Instant instant() {
            return now == null ? Instant.EPOCH : now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        void change(int number, int state) {
            String name = "n" + number;
            if (state == 0) {
                Node gone = cluster.remove(name);
                if (gone != null) {
                    events.add(() -> tell(gone, "DELETED"));
                }
                return;
            }
            Node node = node(name, state, now);
            cluster.put(name, node);
            events.add(() -> tell(node, "MODIFIED"));
        }

        private void tell(Node node, String action) {
            asked |= lists.isNews(node, action, EventSource.WATCHED);
        }

        void deliver() {
            events.forEach(Runnable::run);
            events.clear();
        }

        void pass(int seconds) {
            now = now.plusSeconds(seconds);
            asked |= lists.isDue();
        }

        void look() {
            if (asked) {
                asked = false;
                touched |= lists.look();
            }
        }

        void write(boolean works) {
            if (touched) {
                touched = false;
                comparisonDue |= !change(BrakeCause.LISTED, Unowned.STAYS, works);
            }
        }

        void compare(BrakeCause cause, boolean works) {
            lists.compare(EnumSet.of(Trigger.LEFT_OVER));
            comparisonDue = !change(cause, Unowned.ORPHANED, works);
        }

        private boolean change(BrakeCause cause, Unowned unowned, boolean works) {
            List<KvChange> changes = plan(cause, unowned);
            if (works) {
                changes.forEach(this::apply);
            }
            return works;
        }

        List<KvChange> plan(BrakeCause cause, Unowned unowned) {
            Wanted wanted = NothingWanted.but(unowned, lists.wanted());
            Snapshot snapshot = new Snapshot(consul);
            Plan plan = planner.plan(wanted, snapshot);
            return plan
                    .braked(brake.check(cause, plan, wanted, snapshot, now))
                    .transactions()
                    .stream()
                    .flatMap(transaction -> transaction.changes().stream())
                    .toList();
        }

        private void apply(KvChange change) {
            if (change instanceof Put put) {
                byte[] value = put.value().getBytes(StandardCharsets.UTF_8);
                consul.put(put.key(), new Stored(++index, value));
            } else {
                consul.remove(change.key());
            }
        }

        /** The list of nodes, and the id of what is held; how much has gone passes by itself. */
        List<Object> published() {
            Optional<String> held =
                    Optional.ofNullable(consul.get(KEYS.brake()))
                            .flatMap(stored -> BrakeReport.read(stored.value()))
                            .map(BrakeReport::id);
            return List.of(NodeList.entries(consul.get(KEYS.nodes()).value()), held);
        }

        /** Nothing happens any more, and everything works. */
        void settle() {
            deliver();
            for (int second = 0; second < LONGER_THAN_A_WINDOW; second++) {
                pass(1);
                look();
                write(true);
                if (comparisonDue) {
                    compare(BrakeCause.OTHER, true);
                }
            }
        }
    }

    @Property(tries = 500)
    void aComparisonFindsNothingToChangeInTheEnd(@ForAll("steps") List<int[]> steps) {
        Run run = new Run();
        for (int i = 0; i < NODES; i++) {
            run.change(i, 1);
        }
        run.deliver();
        run.compare(BrakeCause.WON, true);

        steps.forEach(step -> run(run, step[0], step[1]));
        run.settle();

        List<Object> before = run.published();
        run.compare(BrakeCause.OTHER, true);

        assertThat(run.published()).isEqualTo(before);
    }

    private static void run(Run run, int what, int how) {
        switch (what) {
            case 0 -> run.deliver();
            case 1 -> run.look();
            case 2 -> run.write(how % 3 != 0);
            case 3 -> run.compare(how % 5 == 0 ? BrakeCause.WON : BrakeCause.OTHER, how % 3 != 0);
            case 4 -> run.pass(how % 40);
            case 5 -> run.change(how % NODES, how / NODES % 5);
            default -> {
                for (int i = 0; i < NODES - how % 6; i++) {
                    run.change(i, how / 6 % 5);
                }
            }
        }
    }

    /** 1 is ready, 2 is not, 3 is cordoned, 4 is ready for some time yet. */
    private static Node node(String name, int state, Instant now) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(
                        state == 4
                                ? Map.of(
                                        ClusterNode.PRETEND_READY_UNTIL,
                                        now.plusSeconds(30).toString())
                                : Map.of())
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(state == 3)
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(state == 1 || state == 3 ? "True" : "Unknown")
                .endCondition()
                .addNewAddress("10.0.0.1", "InternalIP")
                .endStatus()
                .build();
    }

    @Provide
    Arbitrary<List<int[]>> steps() {
        Arbitrary<int[]> step =
                Arbitraries.integers()
                        .between(0, 6)
                        .flatMap(
                                what ->
                                        Arbitraries.integers()
                                                .between(0, 1000)
                                                .map(how -> new int[] {what, how}));
        return step.list().ofMaxSize(40);
    }
}
