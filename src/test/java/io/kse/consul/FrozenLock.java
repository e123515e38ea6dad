package io.kse.consul;

import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.LeaderLock;
import io.kse.leadership.LockEntry;
import java.time.Duration;
import java.util.Optional;

/** A lock whose owner can be stopped in its tracks, as SIGSTOP does: no call gets out or back. */
final class FrozenLock implements LeaderLock {
    private final LeaderLock lock;
    private boolean frozen;

    FrozenLock(LeaderLock lock) {
        this.lock = lock;
    }

    synchronized void freeze() {
        frozen = true;
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    private synchronized void pass() {
        try {
            while (frozen) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private <T> T out(T answer) {
        pass();
        return answer;
    }

    @Override
    public KvKey key() {
        return lock.key();
    }

    @Override
    public String openSession(Duration ttl) {
        pass();
        return out(lock.openSession(ttl));
    }

    @Override
    public boolean renew(String session) {
        pass();
        return out(lock.renew(session));
    }

    @Override
    public boolean acquire(String session) {
        pass();
        return out(lock.acquire(session));
    }

    @Override
    public LockEntry read() {
        pass();
        return out(lock.read());
    }

    @Override
    public LockEntry await(LockEntry seen, Duration wait) {
        pass();
        return out(lock.await(seen, wait));
    }

    @Override
    public Optional<Fence> fence(String session) {
        pass();
        return out(lock.fence(session));
    }

    @Override
    public boolean isAnotherClusters(LockEntry held) {
        pass();
        return out(lock.isAnotherClusters(held));
    }

    @Override
    public void lookForRefused() {
        pass();
        lock.lookForRefused();
    }

    @Override
    public void release(String session) {
        pass();
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
