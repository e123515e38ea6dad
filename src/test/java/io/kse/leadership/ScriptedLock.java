package io.kse.leadership;

import io.kse.document.KvKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lock for what no server can be made to show at the wanted moment. */
final class ScriptedLock implements LeaderLock {
    static final String OURS = "ours";

    final List<String> calls = new ArrayList<>();
    LockEntry entry = LockEntry.ABSENT;
    boolean knowsSessions = true;
    boolean isAnotherClusters;
    private long index = 10;

    void holds(String pod, String session) {
        entry = new LockEntry(++index, LockEntry.FLAGS, pod, Optional.of(session));
    }

    void isFreed() {
        entry = new LockEntry(++index, LockEntry.FLAGS, "", Optional.empty());
    }

    @Override
    public KvKey key() {
        return new KvKey("kse/leadership/prod-leader");
    }

    @Override
    public String openSession(Duration ttl) {
        calls.add("open");
        return OURS;
    }

    @Override
    public boolean renew(String session) {
        calls.add("renew");
        return knowsSessions;
    }

    @Override
    public boolean acquire(String session) {
        calls.add("acquire");
        holds("we", session);
        return true;
    }

    @Override
    public LockEntry read() {
        return entry;
    }

    @Override
    public LockEntry await(LockEntry seen, Duration wait) {
        return entry;
    }

    @Override
    public Optional<Fence> fence(String session) {
        return Optional.of(new Fence.SessionFence(key(), session));
    }

    @Override
    public boolean isAnotherClusters(LockEntry held) {
        return isAnotherClusters;
    }

    @Override
    public void lookForRefused() {}

    @Override
    public void release(String session) {
        calls.add("release");
    }

    @Override
    public void cancelWaiting() {}

    @Override
    public void close() {}
}
