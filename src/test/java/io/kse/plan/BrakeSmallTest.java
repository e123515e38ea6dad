package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.BrakeCause.LISTED;
import static io.kse.plan.BrakeCause.OTHER;
import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.BrakeCause.WATCHED;
import static io.kse.plan.BrakeCause.WON;
import static io.kse.plan.Braking.doc;
import static io.kse.plan.Braking.docs;
import static io.kse.plan.Braking.gone;
import static io.kse.plan.Braking.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fewer than ten documents: the last ones do not go unless a watch event says so. */
class BrakeSmallTest {
    private final Braking braking = new Braking(3, 50);

    @ParameterizedTest
    @EnumSource(
            value = BrakeCause.class,
            names = {"TIMER", "WON", "OTHER"})
    void holdsComparisonsThatWouldLeaveNone(BrakeCause cause) {
        Braked braked = braking.run(cause, braking.without(0, 3));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).containsExactlyElementsOf(docs(0, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void holdsTheLastOfTwoToNine(int documents) {
        Braking few = new Braking(documents, 50);

        assertThat(gone(few.check(TIMER, few.without(0, documents)))).isEmpty();
        assertThat(gone(few.check(TIMER, few.without(0, documents - 1)))).hasSize(documents - 1);
    }

    @Test
    void judgesTenByTheirShareInstead() {
        Braking ten = new Braking(10, 50);

        assertThat(gone(ten.check(TIMER, ten.without(0, 6)))).isEmpty();
    }

    @Test
    void letsTheOnlyOneGo() {
        Braking one = new Braking(1, 50);

        assertThat(gone(one.run(TIMER, one.without(0, 1)))).containsExactly(doc(0));
    }

    @Test
    void letsThemGoIfOthersComeInTheSamePlan() {
        Proposal other = Braking.of(9, braking.put(9));
        Proposal gone = braking.without(0, 3);
        Map<ServiceName, List<KvChange>> all = new TreeMap<>(gone.byOwner());
        all.putAll(other.byOwner());

        Braked braked = braking.run(TIMER, new Proposal(all, List.of()));

        assertThat(gone(braked)).hasSize(3);
    }

    @Test
    void letsWatchedEventsTakeTheLast() {
        braking.run(TIMER, nothing());

        for (int number = 0; number < 3; number++) {
            braking.run(WATCHED, braking.without(number, number + 1));
        }

        assertThat(braking.left()).isEmpty();
    }

    @Test
    void letsWatchedEventTakeWhatComparisonHolds() {
        braking.run(TIMER, braking.without(0, 3));

        Braked braked = braking.run(WATCHED, braking.without(1, 2));

        assertThat(gone(braked)).containsExactly(doc(1));
        assertThat(braked.held()).containsExactly(doc(0), doc(2));
    }

    @Test
    void keepsTheLastFromEventsThatListMade() {
        braking.run(TIMER, nothing());

        for (int number = 0; number < 3; number++) {
            braking.run(LISTED, braking.without(number, number + 1));
        }

        assertThat(braking.left()).containsExactly(doc(2));
    }

    @Test
    void keepsWhatComparisonHoldsFromEventsThatListMade() {
        braking.run(TIMER, braking.without(0, 3));

        for (int number = 0; number < 3; number++) {
            braking.run(LISTED, braking.without(number, number + 1));
        }

        assertThat(braking.left()).hasSize(3);
    }

    @Test
    void keepsTheLastOfThoseThatHaveComeSince() {
        Braking none = new Braking(0, 50);
        none.run(WON, nothing());
        none.run(WATCHED, Braking.of(0, none.put(0)), doc(0));
        none.run(WATCHED, Braking.of(1, none.put(1)), doc(1));

        assertThat(gone(none.run(LISTED, none.without(0, 1)))).containsExactly(doc(0));
        assertThat(gone(none.run(LISTED, none.without(1, 2)))).isEmpty();
    }

    @Test
    void holdsAllThatHaveComeSince() {
        Braking none = new Braking(0, 50);
        none.run(WON, nothing());
        none.run(WATCHED, Braking.of(0, none.put(0)), doc(0));
        none.run(WATCHED, Braking.of(1, none.put(1)), doc(1));

        assertThat(gone(none.run(OTHER, none.without(0, 2)))).isEmpty();
    }

    /** What watch events said and an outage kept from being done. */
    @Test
    void triesAgainInComparisonWhatWatchedEventsTook() {
        braking.run(TIMER, nothing());
        for (int number = 0; number < 3; number++) {
            braking.check(WATCHED, braking.without(number, number + 1));
        }

        assertThat(gone(braking.run(OTHER, braking.without(0, 3)))).hasSize(3);
    }

    @Test
    void judgesAnewWhatIsWantedAgain() {
        braking.run(TIMER, nothing());
        for (int number = 0; number < 3; number++) {
            braking.check(WATCHED, braking.without(number, number + 1));
            braking.check(WATCHED, nothing(), doc(number));
        }

        assertThat(gone(braking.run(OTHER, braking.without(0, 3)))).isEmpty();
    }

    @Test
    void doesNotTakeHandWrittenEntriesForSomethingLeft() {
        braking.write(key("by-hand"), "hello");

        assertThat(gone(braking.run(TIMER, braking.without(0, 3)))).isEmpty();
    }

    @Test
    void letsTheOnlyOneGoAfterCountingAnew() {
        braking.run(TIMER, braking.without(0, 2));
        braking.run(TIMER, nothing());

        assertThat(gone(braking.run(LISTED, braking.without(2, 3)))).containsExactly(doc(2));
    }
}
