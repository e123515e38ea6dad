package io.kse.leadership;

import io.kse.service.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Makes one replica of a cluster its leader, and all others not.
 *
 * <p>Promises that a fence is given out only within 3/4 of the session's TTL after its last
 * renewal, by a clock that nobody sets; that writes with an older one are refused is what the fence
 * is for. Every failure of the server ends in a leader again once it answers.
 */
public final class Leadership {
    private static final Duration GUARD = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofMillis(900);

    /** In an outage a farewell would not be heard. */
    private static final Duration SHORT_FAREWELL = Duration.ofMillis(300);

    private static final Duration CANCEL_AGAIN = Duration.ofMillis(20);

    private final LeaderLock lock;
    private final LeadershipListeners listeners = new LeadershipListeners();
    private final Standing standing;
    private final Candidate candidate;
    private final Thread loop;
    private final ScheduledExecutorService guard =
            Executors.newSingleThreadScheduledExecutor(Threads.daemon("leadership-guard"));
    private boolean started;
    private boolean stopped;

    /**
     * @param lock is closed with the leadership
     * @param ready true as soon as this replica can lead; asked again and again until then, on the
     *     thread that renews the session: must not block
     */
    public Leadership(LeaderLock lock, ClusterId clusterId, BooleanSupplier ready, Timing timing) {
        this(lock, clusterId, ready, timing, System::nanoTime);
    }

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    Leadership(
            LeaderLock lock,
            ClusterId clusterId,
            BooleanSupplier ready,
            Timing timing,
            LongSupplier nanoTime) {
        this.lock = lock;
        this.standing = new Standing(clusterId, Clock.systemUTC(), nanoTime, listeners);
        this.candidate = new Candidate(lock, standing, ready, timing, nanoTime);
        this.loop = Threads.daemon("leadership").newThread(candidate);
    }

    /** Returns at once; the server may be down. */
    public synchronized void start() {
        if (!started && !stopped) {
            started = true;
            loop.start();
            guard.scheduleWithFixedDelay(
                    standing::checkLease,
                    GUARD.toMillis(),
                    GUARD.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Steps down and gives the lock to whoever wants it next. Takes about a second at most, also if
     * the server hangs: then the session runs out by itself. May be called twice; it does not start
     * again.
     */
    public synchronized void stop() {
        if (!stopped) {
            stopped = true;
            guard.shutdownNow();
            Duration farewell = standing.isFailing() ? SHORT_FAREWELL : FAREWELL;
            standing.end();
            candidate.stop();
            try {
                awaitFarewell(farewell);
                listeners.close(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.close();
            }
        }
    }

    /** Cancels more than once: the loop may be just about to wait. */
    private void awaitFarewell(Duration farewell) throws InterruptedException {
        long begun = System.nanoTime();
        while (loop.isAlive() && System.nanoTime() - begun < farewell.toNanos()) {
            lock.cancelWaiting();
            loop.join(CANCEL_AGAIN.toMillis());
        }
    }

    public LeadershipState state() {
        return standing.state();
    }

    /**
     * False until the lock has been read once: who leads is not known, and nobody may be said to.
     */
    public boolean hasLooked() {
        return standing.hasLooked();
    }

    public boolean isLeading() {
        return state() instanceof LeadershipState.Leading;
    }

    public boolean isCampaigning() {
        return state() instanceof LeadershipState.Campaigning;
    }

    public boolean isStandby() {
        return state() instanceof LeadershipState.Standby;
    }

    /**
     * True if we do not lead, or if the last attempt to renew our session failed or is overdue:
     * then a failed write is part of an outage, and not the fault of what was written.
     */
    public boolean isSilent() {
        return standing.isSilent();
    }

    /**
     * What a write has to carry; ask for it before asking what to write.
     *
     * @throws NotLeading if this replica does not lead, or cannot be sure of it
     */
    public Fence fence() {
        return standing.fence();
    }

    /** A write with this fence was refused: steps down, unless it has another one by now. */
    public void fencedOff(Fence fence) {
        standing.fencedOff(fence);
    }

    /**
     * Calls the listener after each change, in order, on a thread of its own. Add it before the
     * start, or it misses what was.
     *
     * @param listener gets the state before and the new one; by the time it is called there may be
     *     a newer one
     */
    public void onChange(BiConsumer<LeadershipState, LeadershipState> listener) {
        listeners.onChange(listener);
    }

    /**
     * Calls the listener, in order with the changes, when the leader sees older data than before.
     */
    public void onDataWentBack(Runnable listener) {
        listeners.onDataWentBack(listener);
    }
}
