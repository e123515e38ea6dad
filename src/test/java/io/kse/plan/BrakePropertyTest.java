package io.kse.plan;

import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.Braking.gone;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Random plans in a row, done or lost on the way. */
class BrakePropertyTest {
    private record Step(BrakeCause cause, Set<Integer> deletes, Set<Integer> puts, boolean done) {}

    @Property(tries = 500)
    void neverLosesMoreThanTheLimitBetweenTwoCounts(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(max = 99) int percent,
            @ForAll @IntRange(min = 10, max = 30) int documents) {
        Braking braking = new Braking(documents, percent);
        braking.run(TIMER, Braking.nothing());
        Set<KvKey> gone = new HashSet<>();

        for (Step step : steps) {
            gone.addAll(gone(step(braking, step)));
        }

        assertThat(gone).hasSizeLessThanOrEqualTo(documents * percent / 100);
    }

    @Property(tries = 500)
    void everyChangeGoesOnOrIsHeld(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 30) int documents) {
        Braking braking = new Braking(documents, 50);
        braking.run(TIMER, Braking.nothing());

        for (Step step : steps) {
            Proposal proposal = proposal(braking, step);
            Braked braked = step(braking, step);

            Set<KvKey> rest = new HashSet<>(proposal.deletes());
            rest.removeAll(gone(braked));
            assertThat(braked.held()).containsAll(rest);
            assertThat(gone(braked)).noneMatch(braked.held()::contains);
            assertThat(braked.proposal().puts()).isEqualTo(proposal.puts());
        }
    }

    @Property(tries = 500)
    void reportSaysExactlyWhatIsHeld(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 30) int documents) {
        Braking braking = new Braking(documents, 50);
        braking.run(TIMER, Braking.nothing());

        for (Step step : steps) {
            Braked braked = step(braking, new Step(step.cause, step.deletes, step.puts, true));

            if (braked.held().isEmpty()) {
                assertThat(braking.consul).doesNotContainKey(Braking.KEYS.brake());
            } else {
                assertThat(braking.report().orElseThrow().keys())
                        .containsExactlyElementsOf(braked.held());
            }
        }
    }

    @Property(tries = 300)
    void releaseFreesExactlyTheSetThatItNames(
            @ForAll("few") Set<Integer> named, @ForAll("few") Set<Integer> now) {
        Braking braking = new Braking(20, 0);
        Set<KvKey> keys = new HashSet<>();
        named.forEach(number -> keys.add(Braking.doc(number)));
        braking.release(HeldDeletes.of(keys).id());

        Braked braked = braking.run(TIMER, proposal(braking, new Step(TIMER, now, Set.of(), true)));

        assertThat(gone(braked)).hasSize(named.equals(now) ? now.size() : 0);
        assertThat(braking.consul).doesNotContainKey(Braking.KEYS.brakeRelease());
    }

    @Property(tries = 300)
    void idDependsOnExactlyTheSet(
            @ForAll("few") Set<Integer> one, @ForAll("few") Set<Integer> other) {
        assertThat(id(one).equals(id(other))).isEqualTo(one.equals(other));
    }

    private static String id(Set<Integer> numbers) {
        return HeldDeletes.of(numbers.stream().map(Braking::doc).toList()).id();
    }

    private static Braked step(Braking braking, Step step) {
        Proposal proposal = proposal(braking, step);
        KvKey[] wanted = step.puts.stream().map(Braking::doc).toArray(KvKey[]::new);
        return step.done
                ? braking.run(step.cause, proposal, wanted)
                : braking.check(step.cause, proposal, wanted);
    }

    /** One owner for each change; only documents that exist are deleted. */
    private static Proposal proposal(Braking braking, Step step) {
        Map<ServiceName, List<KvChange>> byOwner = new TreeMap<>();
        step.puts.forEach(
                number -> byOwner.put(Braking.owner(100 + number), List.of(braking.put(number))));
        List<Integer> deletes = new ArrayList<>(step.deletes);
        deletes.removeAll(step.puts);
        deletes.removeIf(number -> !braking.consul.containsKey(Braking.doc(number)));
        deletes.forEach(
                number -> byOwner.put(Braking.owner(number), List.of(braking.delete(number))));
        return new Proposal(byOwner, List.of());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<BrakeCause> causes =
                Arbitraries.of(BrakeCause.OTHER, BrakeCause.WATCHED, BrakeCause.LISTED);
        return Combinators.combine(causes, numbers(), numbers(), Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }

    /** So few that two are often equal. */
    @Provide
    Arbitrary<Set<Integer>> few() {
        return Arbitraries.integers().between(0, 3).set();
    }

    @Provide
    Arbitrary<Set<Integer>> numbers() {
        return Arbitraries.integers().between(0, 19).set().ofMaxSize(6);
    }
}
