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
import static io.kse.plan.Braking.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Put;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten documents and more: how many of them may go. */
class BrakeTest {
    private final Braking braking = new Braking(20, 50);

    @Test
    void holdsAllOf15Of20ThatWereUnexportedMeanwhile() {
        Braked braked = braking.run(WON, braking.without(0, 15));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).containsExactlyElementsOf(docs(0, 15));
        assertThat(braking.left()).hasSize(20);
    }

    @Test
    void letsAsManyGoAsTheLimit() {
        Braked braked = braking.run(TIMER, braking.without(0, 10));

        assertThat(braking.left()).containsExactlyElementsOf(docs(10, 20));
        assertThat(braked.held()).isEmpty();
    }

    @Test
    void roundsTheLimitDown() {
        Braking eleven = new Braking(11, 50);

        assertThat(gone(eleven.check(TIMER, eleven.without(0, 6)))).isEmpty();
        assertThat(gone(eleven.check(TIMER, eleven.without(0, 5)))).hasSize(5);
    }

    @Test
    void letsThreeServicesOf20GoOnPurpose() {
        braking.run(TIMER, nothing());

        for (int number = 0; number < 3; number++) {
            braking.run(WATCHED, braking.without(number, number + 1));
        }

        assertThat(braking.left()).hasSize(17);
    }

    @ParameterizedTest
    @EnumSource(
            value = BrakeCause.class,
            names = {"WATCHED", "LISTED"})
    void stopsEventsThatTrickleInAtTheLimit(BrakeCause cause) {
        braking.run(TIMER, nothing());

        for (int number = 0; number < 18; number++) {
            braking.run(cause, braking.without(number, number + 1));
        }

        assertThat(braking.left()).containsExactlyElementsOf(docs(10, 20));
        assertThat(braking.report()).hasValueSatisfying(r -> assertThat(r.held()).isEqualTo(8));
    }

    @Test
    void addsUpEventsAndOtherComparisons() {
        braking.run(TIMER, braking.without(0, 4));
        braking.run(WATCHED, braking.without(4, 8));
        braking.run(OTHER, braking.without(8, 10));

        Braked braked = braking.run(OTHER, braking.without(10, 11));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).containsExactly(doc(10));
    }

    @ParameterizedTest
    @EnumSource(
            value = BrakeCause.class,
            names = {"TIMER", "WON"})
    void countsAnewWithEachComparisonOfTheTimerOrAfterWinning(BrakeCause cause) {
        braking.run(TIMER, braking.without(0, 10));

        assertThat(gone(braking.run(cause, braking.without(10, 15)))).hasSize(5);
    }

    @Test
    void holdsAllOfOneEventsDeletesOrNone() {
        List<KvChange> twelve = new ArrayList<>();
        docs(0, 12).forEach(key -> twelve.add(new KvChange.Delete(key, 1, "a test")));
        braking.run(TIMER, nothing());

        Braked braked = braking.run(WATCHED, new Proposal(Map.of(owner(0), twelve), List.of()));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).hasSize(12);
    }

    @Test
    void triesDeletesAgainWithoutCountingThemTwice() {
        braking.check(TIMER, braking.without(0, 10));

        Braked again = braking.run(OTHER, braking.without(0, 10));

        assertThat(gone(again)).hasSize(10);
        assertThat(gone(braking.run(OTHER, braking.without(10, 11)))).isEmpty();
    }

    @Test
    void triesDeletesAgainThatWereLetGoBeforeEvenIfMoreAreHeldNow() {
        braking.check(TIMER, braking.without(0, 10));

        Braked more = braking.run(OTHER, braking.without(0, 12));

        assertThat(gone(more)).containsExactlyElementsOf(docs(0, 10));
        assertThat(more.held()).containsExactlyElementsOf(docs(10, 12));
    }

    @Test
    void judgesDeletesAnewThatAreStillToBeDoneWhenItCountsAnew() {
        braking.check(TIMER, braking.without(0, 10));

        assertThat(gone(braking.run(TIMER, braking.without(0, 12)))).isEmpty();
    }

    @Test
    void judgesKeysAnewThatHaveComeBackByThemselves() {
        braking.run(TIMER, braking.without(0, 10));
        braking.run(OTHER, nothing());
        docs(0, 10).forEach(key -> braking.write(key, Braking.DOCUMENT));

        assertThat(gone(braking.run(OTHER, braking.without(0, 11)))).isEmpty();
    }

    @Test
    void doesNotCountTheDeletesOfServiceThatPutsANewKey() {
        Braked braked = braking.run(TIMER, moves(20));

        assertThat(gone(braked)).hasSize(20);
        assertThat(braked.held()).isEmpty();
        assertThat(gone(braking.run(OTHER, braking.without(0, 10)))).hasSize(10);
    }

    @Test
    void countsTheDeletesOfServiceThatOnlyRepairsAnotherKey() {
        Map<ServiceName, List<KvChange>> byOwner = new TreeMap<>();
        for (int number = 0; number < 11; number++) {
            byOwner.put(owner(number), List.of(braking.put(19), braking.delete(number)));
        }

        Braked braked = braking.run(TIMER, new Proposal(byOwner, List.of()));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.proposal().byOwner()).hasSize(11);
    }

    @Test
    void countsOrphansOfUnknownServices() {
        Braked braked = braking.run(TIMER, braking.orphans(0, 11));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).containsExactlyElementsOf(docs(0, 11));
    }

    @Test
    void letsPutsAndMovesGoOnWhileDeletesAreHeld() {
        Map<ServiceName, List<KvChange>> byOwner = new TreeMap<>(braking.without(0, 15).byOwner());
        byOwner.put(owner(15), List.of(braking.put(30), braking.delete(15)));
        byOwner.put(owner(16), List.of(braking.put(16)));

        Braked braked = braking.run(TIMER, new Proposal(byOwner, List.of()));

        assertThat(gone(braked)).containsExactly(doc(15));
        assertThat(braking.left()).contains(doc(30)).hasSize(20);
        assertThat(braked.proposal().byOwner()).containsOnlyKeys(owner(15), owner(16));
    }

    @Test
    void countsOnlyDocumentsOfOurs() {
        Braking few = new Braking(12, 50);
        few.write(key("by-hand"), "hello");
        few.write(key("by-hand-too"), "{\"port\":1}");
        few.write(key("of-another"), "{\"hash\":\"1\",\"ClusterName\":\"prod2\"}");
        few.write(new KvKey("kse/services/a/clusters/prod2"), Braking.DOCUMENT);

        assertThat(gone(few.check(TIMER, few.without(0, 7)))).isEmpty();
        assertThat(gone(few.check(TIMER, few.without(0, 6)))).hasSize(6);
    }

    /** Else an informer that lists again would take what a comparison holds one by one. */
    @ParameterizedTest
    @EnumSource(
            value = BrakeCause.class,
            names = {"WATCHED", "LISTED"})
    void eventsDoNotLetGoWhatComparisonHolds(BrakeCause cause) {
        braking.run(WON, braking.without(0, 15));

        for (int number = 0; number < 15; number++) {
            braking.run(cause, braking.without(number, number + 1));
        }

        assertThat(braking.left()).hasSize(20);
        assertThat(gone(braking.run(cause, braking.without(15, 16)))).containsExactly(doc(15));
    }

    @Test
    void eventsLetGoWhatIsHeldOnceItMoves() {
        braking.run(WON, braking.without(0, 15));

        Braked braked =
                braking.run(WATCHED, Braking.of(0, braking.put(40), braking.delete(0)), doc(40));

        assertThat(gone(braked)).containsExactly(doc(0));
        assertThat(braked.held()).containsExactlyElementsOf(docs(1, 15));
    }

    @Test
    void endsByItselfWhenFewEnoughAreLeftToDelete() {
        braking.run(WON, braking.without(0, 15));

        Braked braked = braking.run(OTHER, braking.without(0, 8));

        assertThat(gone(braked)).hasSize(8);
        assertThat(braked.held()).isEmpty();
    }

    @Test
    void holdsWhatIsDeletedOnceMoreAfterItWasWantedAgain() {
        braking.run(TIMER, braking.without(0, 10));
        for (int number = 0; number < 10; number++) {
            braking.run(WATCHED, Braking.of(number, braking.put(number)));
        }

        Braked braked = braking.run(OTHER, braking.without(0, 11));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).hasSize(11);
    }

    @Test
    void holdsEventsDeletesBeforeAnyComparison() {
        Braked braked = braking.run(WATCHED, braking.without(0, 1));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).containsExactly(doc(0));
        assertThat(braked.beside()).isEmpty();
    }

    @Test
    void takesTheFirstComparisonForTheCountWhateverItsCause() {
        assertThat(gone(braking.check(OTHER, braking.without(0, 11)))).isEmpty();
        assertThat(gone(braking.check(OTHER, braking.without(0, 10)))).hasSize(10);
    }

    @Test
    void isOffAt100Percent() {
        Braking off = new Braking(20, 100);

        Braked all = off.run(TIMER, off.without(0, 20));

        assertThat(off.consul).isEmpty();
        assertThat(all.held()).isEmpty();
        assertThat(all.warnings()).isEmpty();
    }

    @Test
    void isOffAt100PercentForSmallClustersAndBeforeAnyComparisonToo() {
        Braking off = new Braking(3, 100);

        assertThat(gone(off.check(LISTED, off.without(0, 3)))).hasSize(3);
        assertThat(gone(off.check(TIMER, off.without(0, 3)))).hasSize(3);
    }

    @Test
    void addsNothingWhereNothingIsHeld() {
        Proposal few = braking.without(0, 3);

        Braked braked = braking.check(TIMER, few);

        assertThat(braked.proposal()).isEqualTo(few);
        assertThat(braked.beside()).isEmpty();
        assertThat(braked.release()).isEmpty();
        assertThat(braked.warnings()).isEmpty();
        assertThat(braked.notices()).isEmpty();
    }

    /** Each Service of {@code count} puts a new key for its old one. */
    private Proposal moves(int count) {
        Map<ServiceName, List<KvChange>> byOwner = new TreeMap<>();
        for (int number = 0; number < count; number++) {
            Put put = braking.put(100 + number);
            byOwner.put(owner(number), List.of(put, braking.delete(number)));
        }
        return new Proposal(byOwner, List.of());
    }
}
