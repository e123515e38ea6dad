package io.kse.status;

import io.kse.document.KvKey;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this replica has changed in Consul lately, for those who look at the exporter from outside.
 * Never holds more than the last {@value #KEPT} changes, and the last one of each of the {@value
 * #KEYS} keys that were written last and that it has not deleted.
 */
public final class History {
    /** Changes that {@link #latest} has at most. */
    public static final int KEPT = 200;

    /** More than any cluster has documents; what others delete we do not hear of. */
    private static final int KEYS = 20_000;

    private static final int LONGEST = 500;

    private final Clock clock;
    private final Deque<Entry> latest = new ArrayDeque<>();
    private final Map<KvKey, Entry> puts = new LinkedHashMap<>();

    /**
     * One change that Consul has made.
     *
     * @param at when Consul had confirmed it, by our clock
     * @param put false if the key was deleted
     * @param what for people: the fields that differed, or why nobody wants the key any more
     */
    public record Entry(Instant at, KvKey key, boolean put, String what) {}

    public History(Clock clock) {
        this.clock = clock;
    }

    /** Consul has made this change. */
    synchronized void add(KvChange change) {
        Entry entry =
                new Entry(
                        clock.instant(), change.key(), change instanceof Put, shown(change.why()));
        latest.addFirst(entry);
        if (latest.size() > KEPT) {
            latest.removeLast();
        }
        puts.remove(entry.key());
        if (entry.put()) {
            puts.put(entry.key(), entry);
        }
        if (puts.size() > KEYS) {
            puts.remove(puts.keySet().iterator().next());
        }
    }

    /** A list of nodes can differ in thousands of names. */
    private static String shown(String why) {
        return why.length() <= LONGEST ? why : why.substring(0, LONGEST) + "…";
    }

    /** The last changes, newest first. */
    public synchronized List<Entry> latest() {
        return List.copyOf(latest);
    }

    /**
     * The last change of {@code key} by this replica since its start; empty if there was none, or
     * if it was deleted, or written before very many others, longer ago than {@link #latest}
     * reaches.
     */
    public synchronized Optional<Entry> last(KvKey key) {
        return Optional.ofNullable(puts.get(key))
                .or(() -> latest.stream().filter(entry -> entry.key().equals(key)).findFirst());
    }
}
