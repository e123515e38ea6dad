package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.leadership.Situation.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SituationTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> OURS = Optional.of("ours");
    private static final Optional<String> THEIRS = Optional.of("theirs");

    private static LockEntry entry(long index, Optional<String> session) {
        return new LockEntry(index, LockEntry.FLAGS, "pod", session);
    }

    private static Situation at(LockEntry entry, Optional<String> session) {
        return new Situation(entry, session, false, true, false);
    }

    @Test
    void leavesAFreeLockToOthersForAMomentBeforeItOpensASession() {
        Situation fresh = new Situation(LockEntry.ABSENT, NONE, false, true, false);
        Situation rested = new Situation(LockEntry.ABSENT, NONE, false, true, true);

        assertThat(fresh.next()).isEqualTo(Step.REST);
        assertThat(rested.next()).isEqualTo(Step.OPEN_SESSION);
    }

    @Test
    void asksForAFreeLockOnceItHasASession() {
        assertThat(at(LockEntry.ABSENT, OURS).next()).isEqualTo(Step.ACQUIRE);
        assertThat(at(entry(7, NONE), OURS).next()).isEqualTo(Step.ACQUIRE);
    }

    @Test
    void neverAsksForALockWhileItIsNotReady() {
        for (Optional<String> session : java.util.List.of(NONE, OURS)) {
            Situation situation = new Situation(entry(7, NONE), session, false, false, true);

            assertThat(situation.next()).isEqualTo(Step.HOLD_BACK);
        }
    }

    @Test
    void standsByWhileSomebodyElseHoldsIt() {
        assertThat(at(entry(7, THEIRS), NONE).next()).isEqualTo(Step.STAND_BY);
        assertThat(at(entry(7, THEIRS), OURS).next()).isEqualTo(Step.STAND_BY);
    }

    @Test
    void doesNotLeadWithoutAFence() {
        Situation won = new Situation(entry(7, OURS), OURS, false, true, false);
        Situation leading = new Situation(entry(7, OURS), OURS, true, true, false);

        assertThat(won.next()).isEqualTo(Step.GET_FENCE);
        assertThat(leading.next()).isEqualTo(Step.LEAD);
    }

    @Test
    void keepsLeadingEvenIfItWouldNotBeReadyToStart() {
        Situation leading = new Situation(entry(7, OURS), OURS, true, false, false);

        assertThat(leading.next()).isEqualTo(Step.LEAD);
    }

    @Test
    void leavesAnEntryAloneThatIsNoLock() {
        LockEntry note = new LockEntry(7, 0, "note", NONE);
        LockEntry heldNote = new LockEntry(7, 42, "note", THEIRS);

        assertThat(at(note, OURS).next()).isEqualTo(Step.LEAVE_ALONE);
        assertThat(at(heldNote, NONE).next()).isEqualTo(Step.LEAVE_ALONE);
    }

    @Test
    void aQuestionAnsweredEarlyWithoutAChangeMeansThatDataWentBack() {
        Situation same = new Situation(entry(7, OURS), OURS, true, true, false);

        assertThat(same.dataWentBack(entry(7, OURS), true)).isTrue();
        assertThat(same.dataWentBack(entry(7, OURS), false)).isFalse();
    }

    @Test
    void ourEntryAtAnotherIndexMeansThatDataWentBack() {
        Situation earlier = new Situation(entry(5, OURS), OURS, true, true, false);

        assertThat(earlier.dataWentBack(entry(7, OURS), false)).isTrue();
    }

    @Test
    void winningAndLosingAreNoSignOfOlderData() {
        Situation won = new Situation(entry(7, OURS), OURS, true, true, false);
        Situation lost = new Situation(entry(7, THEIRS), OURS, true, true, false);
        Situation notLeading = new Situation(entry(7, OURS), OURS, false, true, false);

        assertThat(won.dataWentBack(entry(5, NONE), true)).isFalse();
        assertThat(lost.dataWentBack(entry(5, OURS), true)).isFalse();
        assertThat(notLeading.dataWentBack(entry(5, OURS), true)).isFalse();
    }

    @Test
    void namesTheHolderByItsPodElseByItsSession() {
        assertThat(entry(7, THEIRS).holder()).isEqualTo("pod");
        assertThat(new LockEntry(7, LockEntry.FLAGS, "", THEIRS).holder())
                .isEqualTo("session theirs");
    }
}
