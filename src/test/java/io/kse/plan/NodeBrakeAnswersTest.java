package io.kse.plan;

import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.BrakeCause.WON;
import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.NodeBraking.nodes;
import static io.kse.plan.NodeBraking.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.document.BrakeReport.HeldNodes;
import io.kse.plan.KvChange.Put;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the brake remembers of the list of nodes, and tells those who ask. */
class NodeBrakeAnswersTest {
    private final NodeBraking braking = new NodeBraking(20, 50);

    @Test
    void tellsWhichEntriesAreHeldUntilTheyAreNot() {
        braking.compare(TIMER, wanted(11, 20));
        assertThat(braking.heldEntries()).isEqualTo(nodes(0, 11));

        braking.compare(TIMER, wanted(0, 20));
        assertThat(braking.heldEntries()).isEmpty();
    }

    @Test
    void hasTheListAndTheDrainReadWhereTheListIsSpokenOf() {
        assertThat(braking.alsoRead(wanted(0, 20)))
                .containsExactlyInAnyOrder(KEYS.brake(), KEYS.nodes(), KEYS.drain());
        assertThat(braking.alsoReadWithoutNodes()).containsExactly(KEYS.brake());
    }

    @Test
    void forgetsEntriesItHasHeldWhenItLeadsAgainAndNobodyHasAskedYet() {
        braking.event(wanted(10, 20));
        braking.event(wanted(12, 20));
        assertThat(braking.heldEntries()).hasSize(2);
        assertThat(braking.looksAgain()).isPresent();

        braking.compare(WON, Optional.empty(), Set.of());

        assertThat(braking.heldEntries()).isEmpty();
        assertThat(braking.looksAgain()).isEmpty();
    }

    /** The word was used under another leader, or taken away. */
    @Test
    void forgetsWhatAnOperatorHasReleasedWhenItLeadsAgain() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());
        braking.failCompare(wanted(11, 20));
        assertThat(braking.heldEntries()).isEmpty();
        braking.consul.remove(KEYS.brakeRelease());

        braking.compare(WON, wanted(11, 20));

        assertThat(braking.heldEntries()).isEqualTo(nodes(0, 11));
        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    @Test
    void endsAReportOnNodesOnlyThoughNobodyKnowsYetWhichServicesAreGone() {
        braking.compare(TIMER, wanted(11, 20));
        braking.restart();

        braking.compareCached(wanted(0, 20));

        assertThat(braking.report()).isEmpty();
    }

    @Test
    void tellsOfNothingThatTheLeaderBeforeHeldAndNobodyHasJudgedSince() {
        braking.documents(20);
        braking.compare(TIMER, wanted(0, 20));
        assertThat(braking.answer()).isEqualTo(braking.report()).isPresent();
        braking.restart();

        braking.compareCached(wanted(0, 20));

        assertThat(braking.answer()).isEmpty();
        assertThat(braking.report()).isPresent();
    }

    @Test
    void saysOfHowManyDeletesAReportIs() {
        HeldNodes held = HeldNodes.of(20, 10, 0, nodes(0, 11));
        BrakeReport report =
                new BrakeReport("1", Braking.START, 20, 10, 0, 3, List.of(), Optional.of(held));

        assertThat(new ReportKey(KEYS.brake()).put(report, new Snapshot(Map.of())))
                .hasValueSatisfying(
                        put ->
                                assertThat(put)
                                        .isInstanceOf(Put.class)
                                        .extracting(KvChange::why)
                                        .isEqualTo("14 deletes are held"));
    }
}
