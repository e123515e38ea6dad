package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ClusterId;
import io.kse.testbed.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One look at the lock at a time, by a clock that moves only while a question waits. */
class CandidateTurnsTest {
    private static final int TURNS_TO_LEAD = 4;

    private final ScriptedLock lock = new ScriptedLock();
    private final LeadershipListeners listeners = new LeadershipListeners();
    private boolean ready = true;
    private long now = Duration.ofDays(1).toNanos();
    private final Standing standing =
            new Standing(new ClusterId("prod"), Clock.systemUTC(), () -> now, listeners);
    private final Candidate candidate =
            new Candidate(lock, standing, () -> ready, withoutSpread(), () -> now);

    private static Timing withoutSpread() {
        Timing timing = Timing.standard();
        return new Timing(
                timing.ttl(),
                timing.renewal(),
                timing.standbyWait(),
                Duration.ZERO,
                timing.lookAround(),
                timing.yield());
    }

    @BeforeEach
    void timePassesWhileItWaits() {
        lock.time = wait -> now += wait.toNanos();
    }

    private void turns(int count) throws InterruptedException {
        for (int turn = 0; turn < count; turn++) {
            candidate.turn();
        }
    }

    private void leads() throws InterruptedException {
        turns(TURNS_TO_LEAD);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
    }

    private Duration timeOfATurn() throws InterruptedException {
        long begun = System.nanoTime();
        candidate.turn();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void leadsAfterAMomentOfRestASessionTheLockAndAFence() throws Exception {
        turns(1);
        assertThat(lock.calls).isEmpty();
        turns(1);
        assertThat(lock.calls).containsExactly("open");
        turns(1);
        assertThat(lock.calls).containsExactly("open", "acquire");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
        turns(1);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
        assertThat(standing.isFailing()).isFalse();
        assertThat(lock.waits).isEmpty();
    }

    @Test
    void watchesTheLockFromOneRenewalToTheNextWhileItLeads() throws Exception {
        leads();

        turns(4);

        assertThat(lock.waits).hasSize(3).containsOnly(Duration.ofSeconds(2));
        assertThat(lock.calls).containsExactly("open", "acquire", "renew", "renew");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
    }

    @Test
    void looksForReplicasThatWereRefusedOnceAMinute() throws Exception {
        leads();

        turns(31);
        assertThat(lock.looksAround).isZero();
        turns(1);
        assertThat(lock.looksAround).isEqualTo(1);
        turns(30);
        assertThat(lock.looksAround).isEqualTo(1);
        turns(1);
        assertThat(lock.looksAround).isEqualTo(2);
    }

    @Test
    void tellsThatDataWentBackIfAQuestionIsAnsweredBeforeItsTimeAndNothingHasChanged()
            throws Exception {
        try (LogLines lines = new LogLines(Standing.class)) {
            leads();
            turns(3);
            assertThat(lines.lines()).noneMatch(line -> line.contains("older"));

            lock.time = wait -> now += wait.toNanos() - 1;
            turns(1);

            assertThat(lines.lines())
                    .last()
                    .isEqualTo(
                            "INFO The lock of cluster prod is older than before, or was restored");
        }
    }

    @Test
    void saysThatItsLockWasTakenAwayAndWhoLeads() throws Exception {
        leads();
        try (LogLines lines = new LogLines(Standing.class)) {
            lock.holds("theirs", "foreign");
            turns(2);

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
        leads();
        turns(2);
        lock.knowsSessions = false;
        lock.isFreed();
        try (LogLines lines = new LogLines(Standing.class)) {
            turns(1);

            assertThat(lines.lines())
                    .containsExactly(
                            "INFO Does not lead cluster prod any more: its session is gone");
        }
        assertThat(lock.waits).as("asks for it at once").hasSize(1);
    }

    @Test
    void campaignsAgainWhenTheLockOfAnotherBecomesFree() throws Exception {
        lock.holds("theirs", "foreign");
        turns(1);
        assertThat(standing.state()).isEqualTo(new LeadershipState.Standby("theirs"));

        lock.isFreed();
        turns(1);

        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    @Test
    void campaignsButLeavesTheLockAloneAndPausesUntilItIsReady() throws Exception {
        lock.holds("theirs", "foreign");
        turns(1);

        ready = false;
        lock.isFreed();
        Duration time = timeOfATurn();

        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
        assertThat(lock.calls).isEmpty();
        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void staysAStandbyWhileTheNextLeaderOfTheOtherClusterIsToComeFirst() throws Exception {
        candidate.stop();
        lock.holds("theirs", "foreign");
        lock.isAnotherClusters = true;
        turns(1);

        lock.isFreed();
        turns(1);

        assertThat(standing.state()).isEqualTo(new LeadershipState.Standby("theirs"));
    }

    @Test
    void isHeldUpByAnEntryThatIsNoLockAndSaysSoOnce() throws Exception {
        leads();
        try (LogLines lines = new LogLines(Standing.class)) {
            lock.holdsANote();
            turns(2);

            assertThat(lines.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .containsExactly(
                            "WARN kse/leadership/prod-leader holds an entry that is no lock of an"
                                    + " exporter (flags 0): nobody can lead until it is deleted");
        }
        assertThat(lock.calls).containsExactly("open", "acquire", "release");
        assertThat(lock.waits).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void knowsNoLeaderWhileTheEntryIsNoLock() throws Exception {
        lock.holds("theirs", "foreign");
        turns(1);

        lock.holdsANote();
        turns(1);

        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    /** The lock-delay of Consul looks like that. */
    @Test
    void pausesAndRenewsItsSessionIfAFreeLockIsRefused() throws Exception {
        turns(2);

        lock.isRefusing = true;
        Duration time = timeOfATurn();
        turns(1);

        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(lock.calls).containsExactly("open", "acquire", "renew", "acquire");
    }

    @Test
    void pausesAndRenewsItsSessionIfItGetsNoFence() throws Exception {
        turns(3);

        lock.isRefusing = true;
        Duration time = timeOfATurn();
        turns(1);

        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(lock.calls).containsExactly("open", "acquire", "renew");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    @Test
    void pausesAfterAFailureThenLooksAtOnce() throws Exception {
        lock.holds("theirs", "foreign");
        turns(2);
        assertThat(lock.waits).hasSize(1);

        lock.failure = Optional.of(new LockUnavailable("refused"));
        Duration time = timeOfATurn();
        assertThat(standing.isFailing()).isTrue();
        lock.failure = Optional.empty();
        turns(1);

        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(lock.waits).hasSize(2);
    }

    @Test
    void goesOnAfterAFailureOfOurOwn() throws Exception {
        lock.failure = Optional.of(new IllegalStateException("a mistake"));
        try (LogLines lines = new LogLines(Candidate.class)) {
            turns(1);

            assertThat(lines.of("ERROR"))
                    .containsExactly("ERROR The lock failed for a reason that is our own");
        }
        assertThat(standing.isFailing()).isTrue();

        lock.failure = Optional.empty();
        leads();
    }

    @Test
    void looksUntilItIsToldToStopThenGivesTheLockUp() throws Exception {
        leads();
        lock.whenRead = candidate::stop;

        candidate.run();

        assertThat(lock.calls).containsExactly("open", "acquire", "release");
    }

    @Test
    void endsThoughTheLockCannotBeGivenUp() throws Exception {
        leads();
        candidate.stop();
        lock.failure = Optional.of(new LockUnavailable("refused"));

        candidate.run();

        assertThat(lock.calls).containsExactly("open", "acquire", "release");
    }

    @Test
    void passesAnInterruptOn() {
        Thread.currentThread().interrupt();

        candidate.run();

        assertThat(Thread.interrupted()).isTrue();
    }
}
