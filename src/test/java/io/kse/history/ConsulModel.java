package io.kse.history;

import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LockEntry;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Consul's keys, sessions and transactions, as far as exporters use them, in memory. {@link
 * ConsulModelTest} holds it to a real one. Time is whatever the clock says.
 */
final class ConsulModel {
    private final ConsulSessions sessions;
    private Map<KvKey, Entry> entries = new TreeMap<>();
    private long index;
    private int restores;

    /** What may not hold of it any more, to see who notices. */
    Variant variant = Variant.NONE;

    /**
     * A key as it is.
     *
     * @param created its CreateIndex
     * @param modified its ModifyIndex
     * @param session who holds it as a lock
     * @param locks how often it has been taken as a lock
     */
    record Entry(
            long created,
            long modified,
            long flags,
            byte[] value,
            Optional<String> session,
            long locks) {
        private boolean isSame(Entry other) {
            return flags == other.flags
                    && session.equals(other.session)
                    && Arrays.equals(value, other.value);
        }

        private Entry freed(long at) {
            return new Entry(created, at, flags, value, Optional.empty(), locks);
        }
    }

    /**
     * All that it holds.
     *
     * @param sessions with the TTL of each
     */
    record Backup(Map<KvKey, Entry> entries, Map<String, Long> sessions) {}

    ConsulModel(LongSupplier nanoTime) {
        this.sessions = new ConsulSessions(nanoTime);
    }

    /** It ends by itself once it has not been renewed for twice {@code ttl}. */
    String openSession(Duration ttl) {
        index++;
        return sessions.open(ttl);
    }

    /** False if it has ended. */
    boolean renew(String session) {
        expire();
        return sessions.renew(session);
    }

    /** What it holds is free, but for the lock-delay. */
    void destroy(String session) {
        if (sessions.remove(session)) {
            index++;
            entries.replaceAll(
                    (key, entry) -> {
                        if (!entry.session().equals(Optional.of(session))) {
                            return entry;
                        }
                        sessions.delay(key);
                        return entry.freed(index);
                    });
        }
    }

    private void expire() {
        sessions.overdue().forEach(this::destroy);
    }

    /** False if somebody else holds it, there is no such session, or the lock-delay runs. */
    boolean acquire(KvKey key, String session, String value) {
        expire();
        Entry was = entries.get(key);
        boolean isFree =
                was == null
                        || was.session().isEmpty()
                        || was.session().equals(Optional.of(session));
        if (!sessions.exists(session) || !isFree || sessions.isDelayed(key)) {
            return false;
        }
        boolean isNew = was == null || was.session().isEmpty();
        long locks = (was == null ? 0 : was.locks()) + (isNew ? 1 : 0);
        set(key, LockEntry.FLAGS, bytes(value), Optional.of(session), locks, ++index);
        return true;
    }

    /** False if it does not hold it. */
    boolean release(KvKey key, String session, String value) {
        expire();
        Entry was = entries.get(key);
        if (was == null || !was.session().equals(Optional.of(session))) {
            return false;
        }
        set(key, LockEntry.FLAGS, bytes(value), Optional.empty(), was.locks(), ++index);
        return true;
    }

    Optional<Entry> get(KvKey key) {
        expire();
        return Optional.ofNullable(entries.get(key));
    }

    /** Those keys that there are. */
    Snapshot read(Predicate<KvKey> keys) {
        Map<KvKey, Stored> stored = new HashMap<>();
        entries.forEach(
                (key, entry) -> {
                    if (keys.test(key)) {
                        stored.put(key, new Stored(entry.modified(), entry.value()));
                    }
                });
        return new Snapshot(stored);
    }

    /**
     * All changes or none.
     *
     * @throws FencedOff if the fence does not hold, whatever else there is
     * @throws StaleSnapshot if a key is not as the change has it
     */
    void apply(Fence fence, Transaction transaction) {
        expire();
        if (!holds((SessionFence) fence) && variant != Variant.NO_FENCE) {
            throw new FencedOff("the session does not hold the lock", null);
        }
        List<KvKey> moved =
                transaction.changes().stream().filter(this::hasMoved).map(KvChange::key).toList();
        if (!moved.isEmpty() && variant != Variant.NO_COMPARE_AND_SET) {
            throw new StaleSnapshot("moved: " + moved, moved, null);
        }
        index++;
        transaction.changes().forEach(this::make);
    }

    private boolean holds(SessionFence fence) {
        return get(fence.key()).flatMap(Entry::session).equals(Optional.of(fence.session()));
    }

    /** To delete what is gone is no failure. */
    private boolean hasMoved(KvChange change) {
        Entry there = entries.get(change.key());
        if (there == null) {
            return change instanceof Put && change.index() != 0;
        }
        return there.modified() != change.index();
    }

    private void make(KvChange change) {
        if (change instanceof Put put) {
            Optional<Entry> was = Optional.ofNullable(entries.get(put.key()));
            set(
                    put.key(),
                    0,
                    bytes(put.value()),
                    was.flatMap(Entry::session),
                    was.map(Entry::locks).orElse(0L),
                    index);
        } else if (variant == Variant.PREFIX_DELETE) {
            String path = change.key().path();
            entries.keySet().removeIf(key -> key.path().startsWith(path));
        } else {
            entries.remove(change.key());
        }
    }

    /** What changes nothing leaves no trace. */
    private void set(
            KvKey key, long flags, byte[] value, Optional<String> session, long locks, long at) {
        Entry was = entries.get(key);
        Entry now = new Entry(was == null ? at : was.created(), at, flags, value, session, locks);
        if (was == null || !was.isSame(now)) {
            entries.put(key, now);
        }
    }

    /** By hand, past all locks and checks. */
    void put(KvKey key, String value) {
        Entry was = entries.get(key);
        set(
                key,
                0,
                bytes(value),
                was == null ? Optional.empty() : was.session(),
                was == null ? 0 : was.locks(),
                ++index);
    }

    /** By hand, with the value that is there. */
    void touch(KvKey key) {
        Entry was = entries.get(key);
        set(key, was.flags() + 1, was.value(), was.session(), was.locks(), ++index);
    }

    /** By hand. */
    void delete(KvKey key) {
        index++;
        entries.remove(key);
    }

    /** A server that begins anew, with no data at all: its indexes come again. */
    void loseData() {
        entries = new TreeMap<>();
        sessions.clear();
        index = 0;
    }

    Backup backup() {
        expire();
        return new Backup(new TreeMap<>(entries), sessions.backup());
    }

    /** Holds what it held then; its index never goes back. Whoever waits for a change is woken. */
    void restore(Backup backup) {
        entries = new TreeMap<>(backup.entries());
        sessions.restore(backup.sessions());
        index++;
        restores++;
    }

    /** How often it has been restored. */
    int restores() {
        return restores;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
