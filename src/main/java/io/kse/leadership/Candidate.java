package io.kse.leadership;

import io.kse.leadership.Situation.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that wants the lock: looks, does what {@link Situation} says, and keeps the session
 * alive.
 *
 * <p>Never ends before it is told to, whatever the server does; then gives up what it has.
 */
final class Candidate implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Candidate.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE_DENIED = Duration.ofSeconds(5);

    /** While a lock-delay runs; it takes 1 s. */
    private static final Duration LOCK_DELAY_PAUSE = Duration.ofMillis(300);

    private final LeaderLock lock;
    private final Standing standing;
    private final BooleanSupplier ready;
    private final Timing timing;
    private final LongSupplier nanoTime;
    private final Yield yield;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Backoff failures = new Backoff(ThreadLocalRandom.current()::nextDouble);
    private final Backoff notReady = new Backoff(ThreadLocalRandom.current()::nextDouble);

    private Optional<String> session = Optional.empty();
    private LockEntry seen = LockEntry.ABSENT;
    private Duration wait = Duration.ZERO;
    private boolean rested;
    private long lookedAt;

    Candidate(
            LeaderLock lock,
            Standing standing,
            BooleanSupplier ready,
            Timing timing,
            LongSupplier nanoTime) {
        this.lock = lock;
        this.standing = standing;
        this.ready = ready;
        this.timing = timing;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.yield = new Yield(timing.yield(), lookedAt);
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            while (stopped.getCount() > 0) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            giveUp();
        }
    }

    /** One look, and what follows from it. */
    void turn() throws InterruptedException {
        try {
            keepSession();
            act(look());
            failures.reset();
        } catch (LockUnavailable e) {
            failed(e, e instanceof LockDenied ? LONGEST_PAUSE_DENIED : LONGEST_PAUSE);
        } catch (RuntimeException e) {
            LOG.error("The lock failed for a reason that is our own", e);
            failed(e, LONGEST_PAUSE_DENIED);
        }
    }

    private void failed(RuntimeException e, Duration longestPause) throws InterruptedException {
        LOG.debug("No answer about the lock: {}", e.getMessage());
        standing.failed();
        wait = Duration.ZERO;
        pause(failures.next(longestPause));
    }

    private void keepSession() {
        if (session.isPresent() && standing.takeRenewalDue()) {
            Lease lease = new Lease(nanoTime.getAsLong(), timing);
            if (lock.renew(session.get())) {
                standing.renewed(lease);
            } else {
                dropSession();
            }
        }
    }

    /** Consul frees what a session holds in the moment in which it ends. */
    private void dropSession() {
        if (lock.read().isHeldBy(session)) {
            throw new LockUnavailable("a server that has just begun does not know all sessions");
        }
        session = Optional.empty();
        wait = Duration.ZERO;
        standing.stepDown("its session is gone");
    }

    private Situation look() {
        LockEntry before = seen;
        long asked = nanoTime.getAsLong();
        boolean waits = seen.exists() && !wait.isZero();
        seen = waits ? lock.await(seen, wait) : lock.read();
        standing.looked();
        boolean early = waits && nanoTime.getAsLong() - asked < wait.toNanos();
        if (!seen.isHeldBy(session)) {
            standing.stepDown("its lock was taken away");
            if (before.isHeldBy(session)) {
                endSession();
            }
        }
        if (seen.session().isEmpty()) {
            yield.free(nanoTime.getAsLong());
        }
        Situation situation = situation();
        if (situation.dataWentBack(before, early)) {
            standing.dataWentBack();
        }
        return situation;
    }

    private Situation situation() {
        boolean leading = standing.state() instanceof LeadershipState.Leading;
        boolean free = seen.session().isEmpty();
        return new Situation(
                seen,
                session,
                leading,
                free && !yield.isOn(nanoTime.getAsLong()) && ready.getAsBoolean(),
                rested);
    }

    private void act(Situation situation) throws InterruptedException {
        Step step = situation.next();
        rested = step.isOfCampaign();
        wait = Duration.ZERO;
        switch (step) {
            case LEAD -> lead();
            case GET_FENCE -> getFence();
            case LEAVE_ALONE -> leaveAlone();
            case STAND_BY -> standBy();
            case HOLD_BACK -> holdBack();
            case REST -> rest();
            case OPEN_SESSION -> openSession();
            case ACQUIRE -> acquire();
        }
    }

    private void lead() {
        long now = nanoTime.getAsLong();
        wait = new Lease(now, timing).untilDue(now);
        if (now - lookedAt > timing.lookAround().toNanos()) {
            lookedAt = now;
            lock.lookForRefused();
        }
    }

    private void getFence() throws InterruptedException {
        Optional<Fence> fence = lock.fence(session.orElseThrow());
        if (fence.isPresent()) {
            standing.lead(fence.get());
        } else {
            standing.doubt();
            pause(LOCK_DELAY_PAUSE);
        }
    }

    private void leaveAlone() {
        standing.blockedBy(lock.key(), seen);
        endSession();
        wait = timing.standbyWait();
    }

    private void standBy() {
        standing.standBy(seen.holder());
        endSession();
        yield.held(lock.isAnotherClusters(seen));
        wait = timing.standbyWait();
    }

    private void holdBack() throws InterruptedException {
        if (!yield.isOn(nanoTime.getAsLong())) {
            standing.campaign();
        }
        pause(notReady.next(LONGEST_PAUSE));
    }

    private void rest() throws InterruptedException {
        notReady.reset();
        standing.campaign();
        long millis = timing.spread().toMillis();
        pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis + 1)));
    }

    private void openSession() {
        Lease lease = new Lease(nanoTime.getAsLong(), timing);
        session = Optional.of(lock.openSession(timing.ttl()));
        standing.renewed(lease);
    }

    private void acquire() throws InterruptedException {
        standing.campaign();
        if (!lock.acquire(session.orElseThrow())) {
            standing.doubt();
            pause(LOCK_DELAY_PAUSE);
        }
    }

    /**
     * Forgets it whatever the server answers: led with again, it would let writes of before pass.
     */
    private void endSession() {
        Optional<String> ended = session;
        session = Optional.empty();
        ended.ifPresent(lock::release);
    }

    /** The session ends by itself if there is no answer now. */
    private void giveUp() {
        try {
            endSession();
        } catch (LockUnavailable e) {
            LOG.debug("The lock is not released, its session runs out: {}", e.getMessage());
        }
    }

    /** Shorter if it is told to stop. */
    private void pause(Duration duration) throws InterruptedException {
        stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
