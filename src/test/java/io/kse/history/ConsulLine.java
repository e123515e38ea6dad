package io.kse.history;

import io.kse.consul.ConsulReachability;
import io.kse.consul.ConsulReachability.Action;
import io.kse.consul.ConsulUnavailable;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.LeaderLock;
import io.kse.leadership.LockEntry;
import io.kse.leadership.LockUnavailable;
import io.kse.plan.Snapshot;
import io.kse.plan.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One replica's way to Consul, where requests and answers get lost. */
final class ConsulLine implements LeaderLock {
    private final ConsulModel consul;
    private final KvKey lock;
    private final String pod;
    private final Consumer<Duration> pass;
    private final ConsulReachability reachability;

    /** Of a variant that is broken on purpose. */
    private Optional<String> kept = Optional.empty();

    /** Each wakes whoever waits for a change. */
    private int restoresSeen;

    /** While true nothing comes through. */
    boolean isAway;

    /** The next transaction is made, and nobody hears of it. */
    boolean losesNextAnswer;

    /** The next transaction is not made. */
    boolean losesNextRequest;

    /**
     * @param pass lets time pass while a question waits for a change that does not come
     * @param onEnd called at the end of an outage
     */
    ConsulLine(
            ConsulModel consul,
            KvKey lock,
            String pod,
            Consumer<Duration> pass,
            Consumer<Duration> onEnd) {
        this.consul = consul;
        this.lock = lock;
        this.pod = pod;
        this.pass = pass;
        this.reachability = new ConsulReachability("consul:8500", () -> 0);
        reachability.onBegin(failure -> {});
        reachability.onEnd(onEnd);
    }

    boolean isFailing(Action action) {
        return reachability.isFailing(action);
    }

    void abandon(Action action) {
        reachability.abandoned(action);
    }

    /** Exactly as KvTransactions reads it. */
    Snapshot snapshot(Predicate<KvKey> keys) {
        return ask(Action.READ, () -> consul.read(keys));
    }

    /** As KvTransactions makes it. */
    void apply(Fence fence, Transaction transaction) {
        if (losesNextRequest) {
            losesNextRequest = false;
            throw silence(Action.WRITE);
        }
        ask(
                Action.WRITE,
                () -> {
                    consul.apply(fence, transaction);
                    return true;
                });
        if (losesNextAnswer) {
            losesNextAnswer = false;
            throw silence(Action.WRITE);
        }
    }

    private <T> T ask(Action action, Supplier<T> question) {
        if (isAway) {
            throw silence(action);
        }
        T answer = question.get();
        reachability.succeeded(action);
        return answer;
    }

    private ConsulUnavailable silence(Action action) {
        ConsulUnavailable silence = new ConsulUnavailable("consul:8500", "no answer", null);
        reachability.failed(action, silence);
        return silence;
    }

    private <T> T askForLock(Supplier<T> question) {
        try {
            return ask(Action.SESSION, question);
        } catch (ConsulUnavailable e) {
            throw new LockUnavailable(e.getMessage(), e);
        }
    }

    @Override
    public KvKey key() {
        return lock;
    }

    @Override
    public String openSession(Duration ttl) {
        if (kept.filter(consul::renew).isPresent()) {
            return kept.get();
        }
        return askForLock(() -> consul.openSession(ttl));
    }

    @Override
    public boolean renew(String session) {
        return askForLock(() -> consul.renew(session));
    }

    @Override
    public boolean acquire(String session) {
        return askForLock(() -> consul.acquire(lock, session, pod));
    }

    @Override
    public LockEntry read() {
        return askForLock(() -> consul.get(lock).map(ConsulLine::entry).orElse(LockEntry.ABSENT));
    }

    private static LockEntry entry(ConsulModel.Entry entry) {
        return new LockEntry(
                entry.modified(),
                entry.flags(),
                new String(entry.value(), StandardCharsets.UTF_8),
                entry.session());
    }

    /** A standby's question may be answered at any time, so that its waiting costs none. */
    @Override
    public LockEntry await(LockEntry seen, Duration wait) {
        LockEntry now = read();
        boolean isWoken = consul.restores() != restoresSeen;
        restoresSeen = consul.restores();
        if (isWoken || !now.equals(seen) || !now.value().equals(pod)) {
            return now;
        }
        pass.accept(wait);
        return read();
    }

    @Override
    public Optional<Fence> fence(String session) {
        return Optional.of(new Fence.SessionFence(lock, session));
    }

    @Override
    public boolean isAnotherClusters(LockEntry held) {
        return false;
    }

    @Override
    public void lookForRefused() {}

    @Override
    public void release(String session) {
        if (consul.variant == Variant.SESSION_KEPT) {
            kept = Optional.of(session);
            return;
        }
        askForLock(
                () -> {
                    consul.release(lock, session, pod);
                    consul.destroy(session);
                    return true;
                });
    }

    @Override
    public void cancelWaiting() {}

    @Override
    public void close() {}
}
