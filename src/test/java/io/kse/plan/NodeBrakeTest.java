package io.kse.plan;

import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.NodeBraking.node;
import static io.kse.plan.NodeBraking.nodes;
import static io.kse.plan.NodeBraking.together;
import static io.kse.plan.NodeBraking.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.node.ExportedNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may leave the list of nodes within a minute. */
class NodeBrakeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final NodeBraking braking = new NodeBraking(20, 50);

    @Test
    void holds11Of20() {
        Braked braked = braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braked.heldNodes()).isEqualTo(nodes(0, 11));
        assertThat(braked.nodes().orElseThrow().put()).isEmpty();
        assertThat(braking.isHolding()).isTrue();
    }

    @Test
    void lets10Of20Go() {
        Braked braked = braking.event(wanted(10, 20));

        assertThat(braking.published()).isEqualTo(nodes(10, 20));
        assertThat(braked.heldNodes()).isEmpty();
        assertThat(braking.isHolding()).isFalse();
    }

    @Test
    void letsAllGoFromADrainedCluster() {
        Braked braked = braking.event(WantedNodes.DRAINED);

        assertThat(braking.published()).isEmpty();
        assertThat(braked.heldNodes()).isEmpty();
        assertThat(braked.nodes().orElseThrow().put().orElseThrow().why())
                .startsWith("-20 nodes: ")
                .endsWith(": the cluster is drained");
    }

    @Test
    void forgetsWhatItHasHeldWhenTheClusterIsDrained() {
        braking.event(wanted(11, 20));

        braking.event(WantedNodes.DRAINED);

        assertThat(braking.published()).isEmpty();
        assertThat(braking.isHolding()).isFalse();
        assertThat(braking.report()).isEmpty();
    }

    @Test
    void letsAllComeBackAtOnceWhenTheDrainEnds() {
        braking.event(WantedNodes.DRAINED);

        braking.event(wanted(0, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.isHolding()).isFalse();
    }

    @Test
    void judgesALossRightAfterTheDrainHasEnded() {
        braking.event(WantedNodes.DRAINED);
        braking.pass(SECOND);
        braking.event(wanted(0, 20));
        braking.pass(SECOND);

        braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.isHolding()).isTrue();
    }

    @Test
    void writesTheEmptyListOfADrainedClusterThatHasNone() {
        NodeBraking none = new NodeBraking(0, 50);

        none.event(WantedNodes.DRAINED);

        assertThat(none.consul.get(KEYS.nodes()).value()).asString().isEqualTo("[]");
        assertThat(none.plan(WantedNodes.DRAINED).isEmpty()).isTrue();
    }

    @Test
    void doesNotJudgeFewerThan10() {
        NodeBraking few = new NodeBraking(9, 0);

        few.event(wanted(8, 9));

        assertThat(few.published()).isEqualTo(nodes(8, 9));
    }

    @Test
    void judges10() {
        NodeBraking ten = new NodeBraking(10, 0);

        ten.event(wanted(1, 10));

        assertThat(ten.published()).isEqualTo(nodes(0, 10));
    }

    @Test
    void isOffAt100Percent() {
        NodeBraking off = new NodeBraking(20, 100);

        off.event(wanted(19, 20));

        assertThat(off.published()).isEqualTo(nodes(19, 20));
    }

    @Test
    void putsNewOnesBesideWhatIsHeld() {
        braking.event(wanted(11, 25));

        assertThat(braking.published()).isEqualTo(nodes(0, 25));
    }

    @Test
    void holdsInComparisonsToo() {
        braking.compare(TIMER, wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    @Test
    void addsUpWhatGoesWithinAMinute() {
        braking.event(wanted(6, 20));
        braking.pass(MINUTE.minus(SECOND));

        Braked braked = braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(6, 20));
        assertThat(braked.heldNodes()).isEqualTo(nodes(6, 11));
    }

    @Test
    void letsGoAfterAMinuteWhatIsFewEnoughByThen() {
        braking.event(wanted(6, 20));
        braking.pass(SECOND);
        braking.event(wanted(11, 20));

        assertThat(braking.looksAgain()).contains(Braking.START.plus(MINUTE));
        braking.now = braking.looksAgain().orElseThrow();
        braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(11, 20));
        assertThat(braking.looksAgain()).isEmpty();
        assertThat(braking.isHolding()).isFalse();
    }

    @Test
    void looksAgainWhenEnoughOfItHasPassed() {
        braking.event(wanted(2, 20));
        braking.pass(SECOND);
        braking.event(wanted(10, 20));
        braking.pass(SECOND);

        braking.event(wanted(12, 20));
        assertThat(braking.looksAgain()).contains(Braking.START.plus(MINUTE).plus(SECOND));
    }

    @Test
    void doesNotLookAgainWhereTimeAloneChangesNothing() {
        braking.event(wanted(11, 20));
        braking.pass(MINUTE.multipliedBy(60));
        braking.event(wanted(11, 20));

        assertThat(braking.looksAgain()).isEmpty();
        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    @Test
    void letsGoWhatIsFewerByNow() {
        braking.event(wanted(11, 20));

        braking.event(wanted(10, 20));

        assertThat(braking.published()).isEqualTo(nodes(10, 20));
    }

    @Test
    void endsWhenAllAreWantedAgain() {
        braking.event(wanted(11, 20));

        Braked braked = braking.event(wanted(0, 20));

        assertThat(braked.heldNodes()).isEmpty();
        assertThat(braked.nodes().orElseThrow().put()).isEmpty();
        assertThat(braking.isHolding()).isFalse();
    }

    @Test
    void doesNotCountWhatCameBack() {
        braking.event(wanted(10, 20));
        braking.event(wanted(0, 20));

        braking.event(wanted(0, 10));

        assertThat(braking.published()).isEqualTo(nodes(0, 10));
    }

    @Test
    void doesNotCountWhatComesBackNow() {
        braking.event(wanted(10, 20));

        braking.event(wanted(0, 11));

        assertThat(braking.published()).isEqualTo(nodes(0, 11));
    }

    /** And what Consul did not do does not count twice, or stay counted. */
    @Test
    void countsWhatHasGoneOnlyIfConsulHasDoneIt() {
        braking.fail(wanted(10, 20));

        braking.event(wanted(0, 10));

        assertThat(braking.published()).isEqualTo(nodes(0, 10));
    }

    @Test
    void triesAgainWithoutCountingTwice() {
        braking.fail(wanted(10, 20));
        braking.fail(wanted(10, 20));

        braking.event(wanted(10, 20));

        assertThat(braking.published()).isEqualTo(nodes(10, 20));
    }

    @Test
    void letsDeletedNodesGoHoweverMany() {
        braking.event(wanted(nodes(19, 20), nodes(0, 19)));

        assertThat(braking.published()).isEqualTo(nodes(19, 20));
    }

    /** 20 without 8 are 12, of which 6 may go. */
    @ParameterizedTest
    @ValueSource(ints = {14, 15})
    void countsDeletedNodesNeitherAsLostNorInTheBase(int from) {
        braking.event(wanted(nodes(from, 20), nodes(0, 8)));

        assertThat(braking.published()).isEqualTo(from == 14 ? nodes(14, 20) : nodes(8, 20));
    }

    @Test
    void letsHeldNodesGoThatAreDeletedThen() {
        braking.event(wanted(11, 20));

        braking.event(wanted(nodes(11, 20), nodes(0, 11)));

        assertThat(braking.published()).isEqualTo(nodes(11, 20));
        assertThat(braking.isHolding()).isFalse();
    }

    /** 10 of 20 were lost; 5 of them are deleted: 5 of 15, and 2 more may go. */
    @ParameterizedTest
    @ValueSource(ints = {12, 13})
    void doesNotCountWhatHadGoneAndIsDeletedThen(int from) {
        braking.event(wanted(10, 20));

        braking.event(wanted(nodes(from, 20), nodes(0, 5)));

        assertThat(braking.published()).isEqualTo(from == 12 ? nodes(12, 20) : nodes(10, 20));
    }

    @Test
    void keepsAnAddressOfADeletedNameThatIsWantedAgain() {
        braking.event(wanted(nodes(0, 20), nodes(0, 1)));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    /** A selector finds as many others: the new ones must not make room for the loss. */
    @Test
    void keepsOldOnesForAMinuteBesideAsManyNewOnes() {
        braking.event(wanted(100, 120));
        SortedSet<ExportedNode> both = together(nodes(0, 20), nodes(100, 120));
        assertThat(braking.published()).isEqualTo(both);
        assertThat(braking.looksAgain()).contains(Braking.START.plus(MINUTE));

        braking.pass(MINUTE.minus(SECOND));
        braking.event(wanted(100, 120));
        assertThat(braking.published()).isEqualTo(both);

        braking.pass(SECOND);
        braking.event(wanted(100, 120));
        assertThat(braking.published()).isEqualTo(nodes(100, 120));
    }

    /** The same for entries that are back: each half of the cluster in turn. */
    @Test
    void holdsOldOnesBesideAsManyThatAreBack() {
        braking.event(wanted(10, 20));
        braking.pass(MINUTE.minus(SECOND));
        braking.event(wanted(0, 20));
        braking.pass(SECOND.multipliedBy(2));

        braking.event(wanted(0, 10));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.looksAgain())
                .contains(Braking.START.plus(MINUTE.multipliedBy(2)).minus(SECOND));
    }

    /** 39 were there a minute ago, of which 3 may go; of 41 it would be 4. */
    @Test
    void countsWhatIsBackOnlyFromItsReturnOn() {
        NodeBraking tenth = new NodeBraking(41, 10);
        tenth.event(wanted(2, 41));
        tenth.pass(SECOND.multipliedBy(40));
        tenth.event(wanted(0, 41));
        tenth.pass(SECOND.multipliedBy(20));

        tenth.event(wanted(0, 37));

        assertThat(tenth.published()).isEqualTo(nodes(0, 41));
    }

    /** It was there a minute ago, so that it counts as if it had never left. */
    @Test
    void countsWhatWasAwayForAMomentOnly() {
        braking.pass(MINUTE);
        braking.event(wanted(10, 20));
        braking.pass(SECOND);
        braking.event(wanted(0, 20));
        braking.pass(SECOND);

        braking.event(wanted(0, 10));

        assertThat(braking.published()).isEqualTo(nodes(0, 10));
    }

    /** Consul has not done it the first time, so that they were away for longer. */
    @Test
    void countsAReturnFromWhenConsulHasDoneIt() {
        braking.event(wanted(10, 20));
        braking.pass(SECOND.multipliedBy(30));
        braking.fail(wanted(0, 20));
        braking.pass(SECOND.multipliedBy(29));
        braking.event(wanted(0, 20));
        braking.pass(SECOND.multipliedBy(40));

        braking.event(wanted(0, 10));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    /** The first list ever is all new. */
    @Test
    void holdsNewOnesToo() {
        NodeBraking empty = new NodeBraking(0, 50);
        empty.event(wanted(0, 20));
        empty.pass(SECOND);

        empty.event(wanted(19, 20));

        assertThat(empty.published()).isEqualTo(nodes(0, 20));
    }

    /** Nor do newer ones make room for those. */
    @Test
    void holdsNewOnesBesideAsManyNewerOnes() {
        NodeBraking empty = new NodeBraking(0, 50);
        empty.event(wanted(0, 20));

        empty.event(wanted(100, 130));
        empty.event(wanted(100, 130));

        assertThat(empty.published()).isEqualTo(together(nodes(0, 20), nodes(100, 130)));
    }

    @Test
    void knowsWhatIsStoredOnlyAfterARestart() {
        braking.event(wanted(10, 20));
        braking.restart();

        braking.event(wanted(15, 20));

        assertThat(braking.published()).isEqualTo(nodes(15, 20));
    }

    @Test
    void holdsTheSameAfterARestart() {
        braking.event(wanted(11, 21));
        braking.restart();

        braking.compare(BrakeCause.WON, wanted(11, 21));

        assertThat(braking.published()).isEqualTo(nodes(0, 21));
    }

    @Test
    void replacesWhatSomebodyElseWrote() {
        braking.write(KEYS.nodes(), "by hand");

        braking.event(wanted(0, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    /** What cannot be read does not say that anything is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "", "by hand", "{}"})
    void holdsWhatItHasPublishedWhenSomebodyElseSpoilsTheList(String value) {
        braking.event(wanted(0, 20));
        braking.write(KEYS.nodes(), value);

        braking.event(wanted(11, 25));

        assertThat(braking.published()).isEqualTo(nodes(0, 25));
    }

    @Test
    void holdsWhatItHasPublishedWhenConsulHasLostIt() {
        braking.event(wanted(11, 20));
        braking.consul.clear();

        braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    @Test
    void believesAListThatSomebodyElseWrote() {
        braking.event(wanted(11, 20));
        braking.write(KEYS.nodes(), "[{\"Name\":\"n011\",\"Address\":\"10.0.0.11\"}]");

        braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(11, 20));
        assertThat(braking.isHolding()).isFalse();
    }

    @Test
    void knowsNothingAfterWinningOfWhatItHeldBefore() {
        braking.event(wanted(11, 20));
        braking.consul.remove(KEYS.nodes());

        braking.compare(BrakeCause.WON, wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(11, 20));
    }

    @Test
    void eventsOfServicesKeepWhatIsHeld() {
        braking.compare(TIMER, wanted(11, 20));

        Braked braked = braking.compare(BrakeCause.OTHER, Optional.empty(), Set.of());

        assertThat(braked.nodes()).isEmpty();
        assertThat(braked.heldNodes()).isEqualTo(nodes(0, 11));
        assertThat(braking.isHolding()).isTrue();
        assertThat(braking.report()).isPresent();
    }

    @Test
    void planningAgainComesToNothingMore() {
        braking.compare(TIMER, wanted(11, 25));

        Braked again = braking.event(wanted(11, 25));

        assertThat(again.nodes().orElseThrow().put()).isEmpty();
        assertThat(again.beside()).isEmpty();
        assertThat(again.warnings()).isEmpty();
        assertThat(braking.published()).contains(node(0), node(24));
    }
}
