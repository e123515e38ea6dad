package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ClusterId;
import java.time.Clock;
import java.time.Duration;

/**
 * A candidate that looks at its lock when told to, by a clock that moves while a question waits.
 */
final class ReplicaByTurns {
    private static final int TURNS_TO_LEAD = 4;

    final ScriptedLock lock = new ScriptedLock();
    final Standing standing;
    final Candidate candidate;
    boolean ready = true;
    long now = Duration.ofDays(1).toNanos();

    ReplicaByTurns() {
        lock.time = wait -> now += wait.toNanos();
        standing =
                new Standing(
                        new ClusterId("prod"),
                        Clock.systemUTC(),
                        () -> now,
                        new LeadershipListeners());
        candidate = new Candidate(lock, standing, () -> ready, withoutSpread(), () -> now);
    }

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

    void turns(int count) throws InterruptedException {
        for (int turn = 0; turn < count; turn++) {
            candidate.turn();
        }
    }

    void leads() throws InterruptedException {
        turns(TURNS_TO_LEAD);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Leading.class);
    }

    Duration timeOfATurn() throws InterruptedException {
        long begun = System.nanoTime();
        candidate.turn();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
