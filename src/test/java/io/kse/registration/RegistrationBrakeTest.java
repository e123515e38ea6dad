package io.kse.registration;

import static io.kse.registration.RegistrationPlannerTest.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.plan.BrakeCause;
import io.kse.registration.RegistrationBrake.Checked;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Register;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An agent with numbered registrations, each of a Service of its own, and the brake before it. */
class RegistrationBrakeTest {
    private static final OurTags TAGS = new OurTags(new ClusterId("prod"));

    private final RegistrationPlanner planner = new RegistrationPlanner(TAGS);
    private final TreeMap<String, Registered> agent = new TreeMap<>();
    private RegistrationBrake brake = brake(50);
    private Wishes before = Wishes.NONE;

    private static RegistrationBrake brake(int percent) {
        return new RegistrationBrake(TAGS, new DeletePercent(percent));
    }

    private static Wishes from(int first, int end) {
        TreeMap<String, Wish> wishes = new TreeMap<>();
        IntStream.range(first, end)
                .mapToObj(i -> wish("s%02d".formatted(i), 30000 + i))
                .forEach(wish -> wishes.put(wish.id(), wish));
        return new Wishes(wishes, Set.of(), Set.of(), false, new TreeSet<>());
    }

    private Checked compare(BrakeCause cause, Wishes now) {
        AgentState state = new AgentState("10.0.0.1", agent);
        return done(
                now,
                brake.check(
                        Optional.of(cause),
                        Set.of(),
                        planner.all(now, before, state).changes(),
                        now,
                        state));
    }

    /** Every Service that is not in {@code now} any more has had an event. */
    private Checked event(boolean believed, Wishes now) {
        AgentState state = new AgentState("10.0.0.1", agent);
        Set<ServiceName> owners =
                before.byId().values().stream().map(Wish::owner).collect(Collectors.toSet());
        return done(
                now,
                brake.check(
                        Optional.empty(),
                        believed ? owners : Set.of(),
                        planner.changed(now, before, state).changes(),
                        now,
                        state));
    }

    private Checked done(Wishes now, Checked checked) {
        for (RegistrationChange change : checked.going()) {
            if (change instanceof Register register) {
                Registration r = register.registration();
                agent.put(
                        r.id(),
                        new Registered(
                                r.id(),
                                r.tags(),
                                r.address(),
                                r.port(),
                                List.of(new Registered.Check("NodePort", "tcp", "10s"))));
            } else {
                agent.remove(change.id());
            }
        }
        before = now.with(before, agent.keySet());
        return checked;
    }

    /** They are there, and counted. */
    private void given(int registrations) {
        compare(BrakeCause.TIMER, from(0, registrations));
        compare(BrakeCause.TIMER, from(0, registrations));
    }

    @Test
    void letsHalfOfTenGo() {
        given(10);

        assertThat(compare(BrakeCause.OTHER, from(5, 10)).held()).isEmpty();
        assertThat(agent).hasSize(5);
    }

    @Test
    void holdsMoreThanHalfOfTen() {
        given(10);

        Checked checked = compare(BrakeCause.OTHER, from(6, 10));

        assertThat(checked.held()).hasSize(6);
        assertThat(checked.warning().orElseThrow())
                .startsWith("6 deregistrations are held: at most 5 of 10")
                .contains("prod-shop-s00-http, prod-shop-s01-http, prod-shop-s02-http and 3 more");
        assertThat(agent).hasSize(10);
    }

    @Test
    void addsUpWhatEventsTakeAway() {
        given(10);
        IntStream.rangeClosed(1, 5).forEach(i -> event(true, from(i, 10)));

        assertThat(event(true, from(6, 10)).held()).hasSize(1);
        assertThat(agent).hasSize(5);
    }

    @Test
    void saysItOnceAndThatItIsOver() {
        given(10);
        compare(BrakeCause.OTHER, from(6, 10));

        assertThat(compare(BrakeCause.OTHER, from(6, 10)).warning()).isEmpty();
        Checked again = compare(BrakeCause.OTHER, from(0, 10));
        assertThat(again.isOver()).isTrue();
        assertThat(again.going()).isEmpty();
    }

    @Test
    void keepsHoldingThroughEventsOfOthers() {
        given(12);
        compare(BrakeCause.OTHER, from(8, 12));

        Checked event = event(true, from(8, 13));

        assertThat(event.held()).hasSize(8);
        assertThat(event.warning()).isEmpty();
        assertThat(event.isOver()).isFalse();
    }

    /** An event of another Service says nothing about them. */
    @Test
    void doesNotLetTheLastFewGoBecauseAnotherOneComes() {
        given(3);
        compare(BrakeCause.OTHER, from(0, 0));

        assertThat(event(false, from(3, 4)).held()).hasSize(3);
        assertThat(agent).hasSize(4);
    }

    @Test
    void alwaysRegisters() {
        given(10);

        compare(BrakeCause.OTHER, from(10, 20));

        assertThat(agent).hasSize(20);
    }

    @Test
    void believesAWatchEventOfTheLastFew() {
        given(3);

        event(true, from(0, 0));

        assertThat(agent).isEmpty();
    }

    @Test
    void doesNotBelieveAListThatLeavesNone() {
        given(3);

        assertThat(event(false, from(0, 0)).held()).hasSize(3);
        assertThat(compare(BrakeCause.OTHER, from(0, 0)).held()).hasSize(3);
        assertThat(compare(BrakeCause.OTHER, from(0, 1)).held()).isEmpty();
        assertThat(agent).hasSize(1);
    }

    @Test
    void letsTheOnlyOneGo() {
        given(1);

        compare(BrakeCause.OTHER, from(0, 0));

        assertThat(agent).isEmpty();
    }

    @Test
    void countsWhatItFindsAtTheStart() {
        given(20);
        brake = brake(50);
        before = Wishes.NONE;

        assertThat(compare(BrakeCause.TIMER, from(15, 20)).held()).hasSize(15);
        assertThat(agent).hasSize(20);
    }

    @Test
    void letsGoWhatIsFreed() {
        given(12);
        Checked held = compare(BrakeCause.OTHER, from(8, 12));
        assertThat(brake.documents()).hasSize(8);

        brake.free(held.held());
        Checked freed = compare(BrakeCause.OTHER, from(8, 12));

        assertThat(freed.isOver()).isTrue();
        assertThat(freed.going()).hasSize(8).allMatch(Deregister.class::isInstance);
        assertThat(brake.documents()).isEmpty();
    }

    @Test
    void remembersWhereDocumentsAreThroughLaterComparisons() {
        given(12);
        compare(BrakeCause.OTHER, from(8, 12));
        compare(BrakeCause.OTHER, from(8, 12));

        assertThat(brake.documents()).containsKey("prod-shop-s00-http").hasSize(8);
    }

    /** What was let go on and not done is no second loss when it is tried again. */
    @Test
    void doesNotCountATriedDeregistrationTwice() {
        given(10);
        TreeMap<String, Registered> all = new TreeMap<>(agent);
        compare(BrakeCause.OTHER, from(5, 10));
        agent.putAll(all);

        assertThat(compare(BrakeCause.OTHER, from(5, 10)).held()).isEmpty();
        assertThat(agent).hasSize(5);
    }

    @Test
    void isOffAtOneHundredPercent() {
        brake = brake(100);
        given(20);

        compare(BrakeCause.OTHER, from(0, 0));

        assertThat(agent).isEmpty();
    }

    @Test
    void isCountedFromTheFirstQuestionOn() {
        assertThat(brake.isCounted()).isFalse();
        compare(BrakeCause.TIMER, from(0, 3));
        assertThat(brake.isCounted()).isTrue();
    }

    /** Nobody remembers who wanted them, so that no event speaks of them. */
    @Test
    void keepsHoldingThroughEventsWhatItHasFoundAtTheStart() {
        given(20);
        brake = brake(50);
        before = Wishes.NONE;
        compare(BrakeCause.TIMER, from(15, 20));
        before = from(15, 20);

        assertThat(event(true, from(15, 21)).held()).hasSize(15);
    }

    @Test
    void endsWithTheEventThatLetsGoWhatIsFreed() {
        given(12);
        brake.free(compare(BrakeCause.OTHER, from(8, 12)).held());

        Checked event = event(true, from(8, 12));

        assertThat(event.held()).isEmpty();
        assertThat(event.isOver()).isTrue();
        assertThat(agent).hasSize(4);
    }

    @Test
    void doesNotTakeForALossWhatIsRegisteredAnew() {
        given(10);

        assertThat(compare(BrakeCause.OTHER, from(5, 15)).held()).isEmpty();
        assertThat(agent).hasSize(10);
    }

    @Test
    void takesForAMoveOnlyWhatIsRegisteredAnewBesideWhatGoes() {
        given(12);

        assertThat(hold(changes(8, false))).hasSize(8);
        assertThat(hold(changes(8, true))).isEmpty();
    }

    /** Of each Service one registration goes, and one comes or becomes another. */
    private static List<RegistrationChange> changes(int services, boolean isNew) {
        return from(0, services).byId().values().stream()
                .<RegistrationChange>mapMulti(
                        (wish, changes) -> {
                            Registration other =
                                    new Registration(
                                            "other-" + wish.id(), TAGS.list(), "10.0.0.1", 80);
                            changes.accept(new Register(other, wish.owner(), isNew, "a test"));
                            changes.accept(new Deregister(wish.id(), Optional.of(wish), "a test"));
                        })
                .toList();
    }

    private Set<String> hold(List<RegistrationChange> planned) {
        AgentState state = new AgentState("10.0.0.1", agent);
        return brake.check(Optional.of(BrakeCause.OTHER), Set.of(), planned, Wishes.NONE, state)
                .held();
    }
}
