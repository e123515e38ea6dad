package io.kse.history;

import io.kse.document.KvKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The sessions of {@link ConsulModel}, and for which keys a lock-delay runs. */
final class ConsulSessions {
    private static final long LOCK_DELAY = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<KvKey, Long> lockDelays = new HashMap<>();
    private int opened;

    private record Session(long ttl, long renewedAt) {}

    ConsulSessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    String open(Duration ttl) {
        String id = "session-" + ++opened;
        sessions.put(id, new Session(ttl.toNanos(), nanoTime.getAsLong()));
        return id;
    }

    /** False if there is no such one. */
    boolean renew(String session) {
        return sessions.computeIfPresent(
                        session, (id, was) -> new Session(was.ttl(), nanoTime.getAsLong()))
                != null;
    }

    /** False if there was no such one. */
    boolean remove(String session) {
        return sessions.remove(session) != null;
    }

    boolean exists(String session) {
        return sessions.containsKey(session);
    }

    /** Those that nobody has renewed for twice their TTL. */
    List<String> overdue() {
        long now = nanoTime.getAsLong();
        return sessions.entrySet().stream()
                .filter(each -> now - each.getValue().renewedAt() > 2 * each.getValue().ttl())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Who held it is no more; nobody takes it for a moment. */
    void delay(KvKey key) {
        lockDelays.put(key, nanoTime.getAsLong() + LOCK_DELAY);
    }

    boolean isDelayed(KvKey key) {
        return lockDelays.getOrDefault(key, 0L) > nanoTime.getAsLong();
    }

    /** Each that there is, with its TTL in ns. */
    Map<String, Long> backup() {
        Map<String, Long> ttls = new HashMap<>();
        sessions.forEach((id, session) -> ttls.put(id, session.ttl()));
        return ttls;
    }

    /** A server that takes a backup counts each one's time from the beginning. */
    void restore(Map<String, Long> ttls) {
        sessions.clear();
        ttls.forEach((id, ttl) -> sessions.put(id, new Session(ttl, nanoTime.getAsLong())));
    }

    /** There is none, and nothing is delayed. */
    void clear() {
        sessions.clear();
        lockDelays.clear();
    }
}
