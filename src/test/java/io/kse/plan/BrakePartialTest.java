package io.kse.plan;

import static io.kse.plan.BrakeCause.OTHER;
import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.BrakeCause.WON;
import static io.kse.plan.Braking.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.DeletePercent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A comparison while Services of some namespace have never been listed. */
class BrakePartialTest {
    private final Braking consul = new Braking(20, 50);
    private final Brake brake = new Brake(Braking.KEYS, new DeletePercent(50));

    @Test
    void saysNothingAboutWhatIsHeld() {
        Braked held = check(TIMER, false, consul.without(0, 15));
        assertThat(held.held()).hasSize(15);
        writeReport(held);

        Braked partial = check(OTHER, true, Braking.nothing());

        assertThat(partial.held()).isEqualTo(held.held()).contains(doc(0));
        assertThat(partial.beside()).isEmpty();
        assertThat(partial.notices()).isEmpty();
        assertThat(check(OTHER, false, Braking.nothing()).notices()).hasSize(1);
    }

    /** Another replica then knows of what is held from the report only. */
    @Test
    void leavesTheReportToTheFirstComparisonOfANewLeaderThatCanTell() {
        writeReport(check(TIMER, false, consul.without(0, 15)));
        Brake next = new Brake(Braking.KEYS, new DeletePercent(50));

        Braked partial = check(next, WON, true, Braking.nothing());

        assertThat(partial.beside()).isEmpty();
        assertThat(partial.notices()).isEmpty();
        Braked whole = check(next, OTHER, false, Braking.nothing());
        assertThat(whole.beside()).singleElement().isInstanceOf(KvChange.Delete.class);
        assertThat(whole.notices()).hasSize(1);
    }

    private void writeReport(Braked held) {
        held.beside().stream()
                .filter(KvChange.Put.class::isInstance)
                .map(KvChange.Put.class::cast)
                .forEach(put -> consul.write(put.key(), put.value()));
    }

    private Braked check(BrakeCause cause, boolean partial, Proposal proposal) {
        return check(brake, cause, partial, proposal);
    }

    private Braked check(Brake brake, BrakeCause cause, boolean partial, Proposal proposal) {
        Wanted wanted =
                new Wanted(
                        Map.of(),
                        Map.of(),
                        "a test",
                        Unowned.ORPHANED,
                        Set.of(),
                        Set.of(),
                        partial,
                        Optional.empty(),
                        Set.of());
        Map<KvKey, Stored> stored = consul.consul;
        Plan plan = new Plan(proposal.byOwner(), proposal.unowned(), List.of(), Map.of());
        return brake.check(cause, plan, wanted, new Snapshot(stored), consul.now);
    }
}
