package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ClusterId;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    private final ScriptedLock lock = new ScriptedLock();
    private long now;

    /** No spread, so that no test waits. */
    private static Timing timing(boolean isForMany) {
        Timing timing = isForMany ? Timing.standard().forMany() : Timing.standard();
        return new Timing(
                timing.ttl(),
                timing.renewal(),
                timing.standbyWait(),
                Duration.ZERO,
                timing.lookAround(),
                timing.yield());
    }

    private Standing standing() {
        return new Standing(
                new ClusterId("prod"), Clock.systemUTC(), () -> now, new LeadershipListeners());
    }

    private Candidate candidate(Standing standing, boolean isForMany) {
        return new Candidate(lock, standing, () -> true, timing(isForMany), () -> now);
    }

    private static void turns(Candidate candidate, int count) throws InterruptedException {
        for (int turn = 0; turn < count; turn++) {
            candidate.turn();
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** It answers questions about sessions from what it has read of its log so far. */
    @Test
    void keepsASessionThatAServerDoesNotKnowYetThoughItKnowsTheLock() throws Exception {
        Standing standing = standing();
        Candidate candidate = candidate(standing, false);
        turns(candidate, 4);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);

        lock.knowsSessions = false;
        pass(Duration.ofSeconds(9));
        turns(candidate, 1);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);

        lock.knowsSessions = true;
        turns(candidate, 2);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
        assertThat(lock.calls).containsOnlyOnce("open").doesNotContain("release");
    }

    @Test
    void knowsWhetherItHasLookedAtTheLock() throws Exception {
        Standing standing = standing();
        assertThat(standing.hasLooked()).isFalse();

        turns(candidate(standing, false), 1);

        assertThat(standing.hasLooked()).isTrue();
    }

    @Test
    void opensAnotherSessionWhenItsOwnIsGoneWithTheLock() throws Exception {
        Standing standing = standing();
        Candidate candidate = candidate(standing, false);
        turns(candidate, 4);

        lock.knowsSessions = false;
        lock.isFreed();
        pass(Duration.ofSeconds(3));
        turns(candidate, 4);

        assertThat(lock.calls).containsExactly("open", "acquire", "renew", "open", "acquire");
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
    }

    /** Its next leader comes first, however long ago the last look at the lock was. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesTheLockOfAnotherClusterAloneForAMinuteAfterItBecameFree(boolean isForMany)
            throws Exception {
        Candidate candidate = candidate(standing(), isForMany);
        lock.holds("theirs", "foreign");
        lock.isAnotherClusters = true;
        turns(candidate, 1);

        pass(Duration.ofSeconds(64));
        lock.isFreed();
        turns(candidate, 1);
        pass(Duration.ofSeconds(59));
        turns(candidate, 1);
        assertThat(lock.calls).isEmpty();

        pass(Duration.ofSeconds(1));
        turns(candidate, 3);
        assertThat(lock.calls).containsExactly("open", "acquire");
    }
}
