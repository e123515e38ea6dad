package io.kse.plan;

import static io.kse.plan.NodeBraking.nodes;
import static io.kse.plan.NodeBraking.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.node.ExportedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Random lists in a row, some seconds apart, done or lost on the way. */
class NodeBrakePropertyTest {
    private enum How {
        DONE,
        FAILED,
        WON
    }

    private record Step(Set<Integer> away, Set<Integer> deleted, int seconds, How how) {}

    /** What Consul held, what was deleted in that step, and when. */
    private record Moment(Instant at, SortedSet<ExportedNode> list, Set<ExportedNode> deleted) {}

    @Property(tries = 500)
    void theKeyHoldsWhatIsWantedAndWhatIsHeld(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 40) int entries) {
        NodeBraking braking = new NodeBraking(entries, 50);

        for (Step step : steps) {
            WantedNodes wanted = wanted(step);
            Braked braked = step(braking, wanted, step);

            if (step.how != How.FAILED) {
                assertThat(braking.published())
                        .isEqualTo(together(wanted.nodes(), braked.heldNodes()));
                assertThat(braking.fail(wanted).nodes().orElseThrow().put()).isEmpty();
            }
            assertThat(braked.heldNodes())
                    .noneMatch(wanted.nodes()::contains)
                    .noneMatch(node -> wanted.deleted().contains(node.name()));
        }
    }

    @Property(tries = 1000)
    void noMoreThanTheLimitIsLostWithinAMinute(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 99) int percent) {
        NodeBraking braking = new NodeBraking(30, percent);
        List<Moment> moments = new ArrayList<>();
        moments.add(new Moment(braking.now, nodes(0, 30), Set.of()));

        for (Step step : steps) {
            WantedNodes wanted = wanted(step);
            step(braking, wanted, step);
            SortedSet<ExportedNode> before = moments.get(moments.size() - 1).list;
            moments.add(new Moment(braking.now, braking.published(), deleted(wanted)));
            if (isAnyLost(before, moments.get(moments.size() - 1))) {
                assertFewAreLost(moments, percent);
            }
        }
    }

    /** Not by its deletion: that may make too much, afterwards, of what had gone before. */
    private static boolean isAnyLost(SortedSet<ExportedNode> before, Moment now) {
        return before.stream()
                .anyMatch(node -> !now.list.contains(node) && !now.deleted.contains(node));
    }

    /** In the window that ends with the last moment. */
    private static void assertFewAreLost(List<Moment> moments, int percent) {
        Moment end = moments.get(moments.size() - 1);
        Instant begin = end.at.minus(Duration.ofMinutes(1));
        Moment start = moments.get(0);
        Set<ExportedNode> deleted = new HashSet<>();
        for (Moment moment : moments) {
            if (!moment.at.isAfter(begin)) {
                start = moment;
                deleted.clear();
            } else {
                deleted.addAll(moment.deleted);
            }
        }
        SortedSet<ExportedNode> base = new TreeSet<>(start.list);
        SortedSet<ExportedNode> lost = new TreeSet<>(start.list);
        lost.removeAll(end.list);
        lost.removeAll(deleted);
        if (base.size() >= 10) {
            base.removeIf(node -> deleted.contains(node) && !end.list.contains(node));
            assertThat(base.size() < 10 || lost.size() <= base.size() * percent / 100)
                    .as("%s of %s", lost, base)
                    .isTrue();
        }
    }

    private static Set<ExportedNode> deleted(WantedNodes wanted) {
        Set<ExportedNode> deleted = new HashSet<>();
        nodes(0, 40).stream()
                .filter(node -> wanted.deleted().contains(node.name()))
                .forEach(deleted::add);
        return deleted;
    }

    private static Braked step(NodeBraking braking, WantedNodes wanted, Step step) {
        braking.pass(Duration.ofSeconds(step.seconds));
        return switch (step.how) {
            case DONE -> braking.event(wanted);
            case FAILED -> braking.fail(wanted);
            case WON -> braking.compare(BrakeCause.WON, wanted);
        };
    }

    /** 40 but for some; one is always there. */
    private static WantedNodes wanted(Step step) {
        SortedSet<ExportedNode> wanted = nodes(0, 41);
        step.away.forEach(number -> wanted.remove(NodeBraking.node(number)));
        Set<ExportedNode> deleted = new HashSet<>();
        step.deleted.forEach(number -> deleted.add(NodeBraking.node(number)));
        wanted.removeAll(deleted);
        return NodeBraking.wanted(wanted, deleted);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Set<Integer>> few = Arbitraries.integers().between(0, 39).set().ofMaxSize(5);
        Arbitrary<Set<Integer>> any = Arbitraries.integers().between(0, 39).set();
        Arbitrary<Set<Integer>> none = Arbitraries.just(Set.of());
        return Combinators.combine(
                        Arbitraries.oneOf(few, any),
                        Arbitraries.oneOf(none, few),
                        Arbitraries.of(0, 1, 20, 40, 59, 60, 90),
                        Arbitraries.of(How.DONE, How.DONE, How.DONE, How.FAILED, How.WON))
                .as(Step::new)
                .list()
                .ofMaxSize(15);
    }
}
