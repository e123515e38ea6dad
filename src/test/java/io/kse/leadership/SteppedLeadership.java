package io.kse.leadership;

import io.kse.service.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** A replica's part in the election, a look at the lock at a time. Its pauses take no time. */
public final class SteppedLeadership {
    private final Standing standing;
    private final Candidate candidate;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param onDataWentBack as {@link Leadership#onDataWentBack}
     */
    public SteppedLeadership(
            LeaderLock lock,
            ClusterId cluster,
            BooleanSupplier ready,
            LongSupplier nanoTime,
            Runnable onDataWentBack) {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        LeadershipListeners listeners = new LeadershipListeners(new SynchronousExecutorService());
        listeners.onDataWentBack(onDataWentBack);
        standing = new Standing(cluster, clock, nanoTime, listeners);
        candidate = new Candidate(lock, standing, ready, timing(), nanoTime);
        // It still takes every turn that it is given, but waits for nothing between two of them.
        candidate.stop();
    }

    private static Timing timing() {
        Timing timing = Timing.standard();
        return new Timing(
                timing.ttl(),
                timing.renewal(),
                Duration.ofSeconds(1),
                Duration.ZERO,
                timing.lookAround(),
                timing.yield());
    }

    public void turn() {
        try {
            candidate.turn();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a step", e);
        }
    }

    public LeadershipState state() {
        return standing.state();
    }

    /**
     * @throws NotLeading if it does not lead
     */
    public Fence fence() {
        return standing.fence();
    }

    public void fencedOff(Fence fence) {
        standing.fencedOff(fence);
    }

    /** As {@link Leadership#isSilent()}. */
    public boolean isSilent() {
        return standing.isSilent();
    }
}
