package io.kse.leadership;

import io.kse.document.KvKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A lock for what no server can be made to show at the wanted moment. */
final class ScriptedLock implements LeaderLock {
    static final String OURS = "ours";

    final List<String> calls = new ArrayList<>();
    LockEntry entry = LockEntry.ABSENT;
    boolean knowsSessions = true;
    boolean isAnotherClusters;
    boolean isRefusing;
    Optional<RuntimeException> failure = Optional.empty();

    /** How long each question would have waited for a change. */
    final List<Duration> waits = new ArrayList<>();

    /** Passes the time of a question that is answered when its time is up. */
    Consumer<Duration> time = wait -> {};

    Runnable whenRead = () -> {};
    int looksAround;
    private long index = 10;

    void holds(String pod, String session) {
        entry = new LockEntry(++index, LockEntry.FLAGS, pod, Optional.of(session));
    }

    void holdsANote() {
        entry = new LockEntry(++index, 0, "a note", Optional.empty());
    }

    void isFreed() {
        entry = new LockEntry(++index, LockEntry.FLAGS, "", Optional.empty());
    }

    private void fail() {
        if (failure.isPresent()) {
            throw failure.get();
        }
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
        if (!isRefusing) {
            holds("we", session);
        }
        return !isRefusing;
    }

    @Override
    public LockEntry read() {
        fail();
        whenRead.run();
        return entry;
    }

    @Override
    public LockEntry await(LockEntry seen, Duration wait) {
        waits.add(wait);
        time.accept(wait);
        return read();
    }

    @Override
    public Optional<Fence> fence(String session) {
        return isRefusing ? Optional.empty() : Optional.of(new Fence.SessionFence(key(), session));
    }

    @Override
    public boolean isAnotherClusters(LockEntry held) {
        return isAnotherClusters;
    }

    @Override
    public void lookForRefused() {
        looksAround++;
    }

    @Override
    public void release(String session) {
        calls.add("release");
        fail();
    }

    @Override
    public void cancelWaiting() {}

    @Override
    public void close() {}
}
