package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LogLines;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands in the way of a candidate, and what ends it. */
class CandidateFaultsTest {
    private final ReplicaByTurns replica = new ReplicaByTurns();
    private final ScriptedLock lock = replica.lock;
    private final Standing standing = replica.standing;
    private final Candidate candidate = replica.candidate;

    @Test
    void doesNotCampaignWithASessionThatItCouldNotEndAsAStandby() throws Exception {
        replica.turns(2);
        lock.holds("theirs", "foreign");
        lock.whenRead = () -> lock.failure = Optional.of(new LockUnavailable("refused"));
        replica.turns(1);
        assertThat(standing.state()).isEqualTo(new LeadershipState.Standby("theirs"));

        lock.whenRead = () -> {};
        lock.failure = Optional.empty();
        lock.isFreed();
        replica.turns(3);

        assertThat(lock.calls).containsExactly("open", "release", "open", "acquire");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    /** What it wrote as the first leader may still be on its way when it is the third. */
    @Test
    void leadsAgainWithAnotherSessionAfterItsLockWasTakenAway() throws Exception {
        replica.leads();
        lock.entry = LockEntry.ABSENT;

        replica.turns(5);

        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
        assertThat(lock.calls).containsExactly("open", "acquire", "release", "open", "acquire");
    }

    @Test
    void forgetsASessionWhoseLockWasTakenAwayThoughItCannotBeEnded() throws Exception {
        replica.leads();
        lock.entry = LockEntry.ABSENT;
        lock.whenRead = () -> lock.failure = Optional.of(new LockUnavailable("refused"));
        replica.turns(1);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);

        lock.whenRead = () -> {};
        lock.failure = Optional.empty();
        replica.turns(4);

        assertThat(lock.calls).containsExactly("open", "acquire", "release", "open", "acquire");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
    }

    @Test
    void isHeldUpByAnEntryThatIsNoLockAndSaysSoOnce() throws Exception {
        replica.leads();
        try (LogLines lines = new LogLines(Standing.class)) {
            lock.holdsANote();
            replica.turns(2);

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
        replica.turns(1);

        lock.holdsANote();
        replica.turns(1);

        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    /** The lock-delay of Consul looks like that. */
    @Test
    void pausesAndRenewsItsSessionIfAFreeLockIsRefused() throws Exception {
        replica.turns(2);

        lock.isRefusing = true;
        Duration time = replica.timeOfATurn();
        replica.turns(1);

        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(lock.calls).containsExactly("open", "acquire", "renew", "acquire");
    }

    @Test
    void pausesAndRenewsItsSessionIfItGetsNoFence() throws Exception {
        replica.turns(3);

        lock.isRefusing = true;
        Duration time = replica.timeOfATurn();
        replica.turns(1);

        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(lock.calls).containsExactly("open", "acquire", "renew");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    @Test
    void pausesAfterAFailureThenLooksAtOnce() throws Exception {
        lock.holds("theirs", "foreign");
        replica.turns(2);
        assertThat(lock.waits).hasSize(1);

        lock.failure = Optional.of(new LockUnavailable("refused"));
        Duration time = replica.timeOfATurn();
        assertThat(standing.isFailing()).isTrue();
        lock.failure = Optional.empty();
        replica.turns(1);

        assertThat(time).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(lock.waits).hasSize(2);
    }

    @Test
    void goesOnAfterAFailureOfOurOwn() throws Exception {
        lock.failure = Optional.of(new IllegalStateException("a mistake"));
        try (LogLines lines = new LogLines(Candidate.class)) {
            replica.turns(1);

            assertThat(lines.of("ERROR"))
                    .containsExactly("ERROR The lock failed for a reason that is our own");
        }
        assertThat(standing.isFailing()).isTrue();

        lock.failure = Optional.empty();
        replica.leads();
    }

    @Test
    void looksUntilItIsToldToStopThenGivesTheLockUp() throws Exception {
        replica.leads();
        lock.whenRead = candidate::stop;

        candidate.run();

        assertThat(lock.calls).containsExactly("open", "acquire", "release");
    }

    @Test
    void endsThoughTheLockCannotBeGivenUp() throws Exception {
        replica.leads();
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
