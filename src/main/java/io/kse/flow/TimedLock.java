package io.kse.flow;

import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.LeaderLock;
import io.kse.leadership.LockEntry;
import io.kse.listen.Listeners;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A lock that says how long each read took, and whether it worked; otherwise as it is. */
final class TimedLock implements LeaderLock {
    private final LeaderLock lock;
    private final Listeners<BiConsumer<Boolean, Duration>> onRead = new Listeners<>();

    /**
     * @param onRead told after each read that does not wait for a change
     */
    TimedLock(LeaderLock lock, BiConsumer<Boolean, Duration> onRead) {
        this.lock = lock;
        this.onRead.add(onRead);
    }

    @Override
    public LockEntry read() {
        long begun = System.nanoTime();
        boolean isDone = false;
        try {
            LockEntry entry = lock.read();
            isDone = true;
            return entry;
        } finally {
            tell(isDone, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void tell(boolean isDone, Duration time) {
        onRead.tell(listener -> listener.accept(isDone, time));
    }

    @Override
    public KvKey key() {
        return lock.key();
    }

    @Override
    public String openSession(Duration ttl) {
        return lock.openSession(ttl);
    }

    @Override
    public boolean renew(String session) {
        return lock.renew(session);
    }

    @Override
    public boolean acquire(String session) {
        return lock.acquire(session);
    }

    @Override
    public LockEntry await(LockEntry seen, Duration wait) {
        return lock.await(seen, wait);
    }

    @Override
    public Optional<Fence> fence(String session) {
        return lock.fence(session);
    }

    @Override
    public boolean isAnotherClusters(LockEntry held) {
        return lock.isAnotherClusters(held);
    }

    @Override
    public void lookForRefused() {
        lock.lookForRefused();
    }

    @Override
    public void release(String session) {
        lock.release(session);
    }

    @Override
    public void cancelWaiting() {
        lock.cancelWaiting();
    }

    @Override
    public void close() {
        lock.close();
    }
}
