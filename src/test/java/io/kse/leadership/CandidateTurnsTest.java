package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LogLines;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From one look at the lock to the next, while nothing fails. */
class CandidateTurnsTest {
    private final ReplicaByTurns replica = new ReplicaByTurns();
    private final ScriptedLock lock = replica.lock;
    private final Standing standing = replica.standing;
    private final Candidate candidate = replica.candidate;

    @Test
    void leadsAfterAMomentOfRestASessionTheLockAndAFence() throws Exception {
        replica.turns(1);
        assertThat(lock.calls).isEmpty();
        assertThat(standing.isFailing()).isFalse();
        replica.turns(1);
        assertThat(lock.calls).containsExactly("open");
        replica.turns(1);
        assertThat(lock.calls).containsExactly("open", "acquire");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
        replica.turns(1);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
        assertThat(standing.isFailing()).isFalse();
        assertThat(lock.waits).isEmpty();
    }

    @Test
    void watchesTheLockFromOneRenewalToTheNextWhileItLeads() throws Exception {
        replica.leads();

        replica.turns(4);

        assertThat(lock.waits).hasSize(3).containsOnly(Duration.ofSeconds(2));
        assertThat(lock.calls).containsExactly("open", "acquire", "renew", "renew");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
    }

    @Test
    void looksForReplicasThatWereRefusedOnceAMinute() throws Exception {
        replica.leads();

        replica.turns(31);
        assertThat(lock.looksAround).isZero();
        replica.turns(1);
        assertThat(lock.looksAround).isEqualTo(1);
        replica.turns(30);
        assertThat(lock.looksAround).isEqualTo(1);
        replica.turns(1);
        assertThat(lock.looksAround).isEqualTo(2);
    }

    @Test
    void tellsThatDataWentBackIfAQuestionIsAnsweredBeforeItsTimeAndNothingHasChanged()
            throws Exception {
        try (LogLines lines = new LogLines(Standing.class)) {
            replica.leads();
            replica.turns(3);
            assertThat(lines.lines()).noneMatch(line -> line.contains("older"));

            lock.time = wait -> replica.now += wait.toNanos() - 1;
            replica.turns(1);

            assertThat(lines.lines())
                    .last()
                    .isEqualTo(
                            "INFO The lock of cluster prod is older than before, or was restored");
        }
    }

    @Test
    void saysThatItsLockWasTakenAwayAndWhoLeads() throws Exception {
        replica.leads();
        try (LogLines lines = new LogLines(Standing.class)) {
            lock.holds("theirs", "foreign");
            replica.turns(2);

            assertThat(lines.lines())
                    .containsExactly(
                            "INFO Does not lead cluster prod any more: its lock was taken away",
                            "INFO Stands by for cluster prod: theirs leads");
        }
        assertThat(lock.calls).containsExactly("open", "acquire", "release");
        assertThat(lock.waits).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void saysThatItsSessionIsGone() throws Exception {
        replica.leads();
        replica.turns(2);
        lock.knowsSessions = false;
        lock.isFreed();
        try (LogLines lines = new LogLines(Standing.class)) {
            replica.turns(1);

            assertThat(lines.lines())
                    .containsExactly(
                            "INFO Does not lead cluster prod any more: its session is gone");
        }
        assertThat(lock.waits).as("asks for it at once").hasSize(1);
    }

    @Test
    void campaignsAgainWhenTheLockOfAnotherBecomesFree() throws Exception {
        lock.holds("theirs", "foreign");
        replica.turns(1);
        assertThat(standing.state()).isEqualTo(new LeadershipState.Standby("theirs"));

        lock.isFreed();
        replica.turns(1);

        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    @Test
    void campaignsButLeavesTheLockAloneAndPausesUntilItIsReady() throws Exception {
        lock.holds("theirs", "foreign");
        replica.turns(1);

        replica.ready = false;
        lock.isFreed();
        Duration time = replica.timeOfATurn();

        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
        assertThat(lock.calls).isEmpty();
        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void staysAStandbyWhileTheNextLeaderOfTheOtherClusterIsToComeFirst() throws Exception {
        candidate.stop();
        lock.holds("theirs", "foreign");
        lock.isAnotherClusters = true;
        replica.turns(1);

        lock.isFreed();
        replica.turns(1);

        assertThat(standing.state()).isEqualTo(new LeadershipState.Standby("theirs"));
    }
}
