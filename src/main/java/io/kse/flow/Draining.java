package io.kse.flow;

import io.kse.document.KvKey;
import io.kse.plan.Drain;
import io.kse.plan.Drain.Word;
import io.kse.plan.KeyReading;
import io.kse.plan.KeyReading.Hidden;
import io.kse.plan.KeyReading.Seen;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drain's part in the routes: what an operator wants, and what has to be said of it. What
 * cannot be read is as it was last known, at first not drained.
 */
public final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

    /** The id of the route that tells it; a user's own routes may be older than it. */
    static final String ROUTE = "watch-drain";

    private final KvKey key;
    private volatile Drain drain;
    private boolean isHidden;
    private Runnable onDoubt = () -> {};

    /**
     * @param setting as KSE_DRAIN says
     * @param key where an operator says it while the program runs
     */
    public Draining(boolean setting, KvKey key) {
        this.key = key;
        this.drain = new Drain(setting, Word.UNKNOWN);
    }

    /**
     * Said once at the start, for a Consul that does not answer tells nothing.
     *
     * @param isWatched false if no route tells what the key holds, as in a copy of older routes
     */
    void start(boolean isWatched) {
        if (!isWatched) {
            drain = drain.with(Word.IN_SERVICE);
            LOG.warn("The routes have no {}: {} counts as absent (see docs/routes.md)", ROUTE, key);
        }
        if (drain.setting()) {
            LOG.warn("{}", line());
        }
    }

    /** As it is known now. */
    public Drain drain() {
        return drain;
    }

    /** What drains the cluster, for people; empty if it is not drained. */
    List<String> sources() {
        return drain.sources(key);
    }

    /**
     * True if that changes whether the cluster is drained, or tells it for the first time. Says it.
     */
    public synchronized boolean isNews(KeyReading reading) {
        Drain before = drain;
        drain = before.with(word(reading));
        sayWhetherHidden(reading);
        if (drain.equals(before)) {
            return false;
        }
        say(before);
        return before.isDrained() != drain.isDrained() || before.isKnown() != drain.isKnown();
    }

    /** Who asks for the key anew, when what was heard of it last cannot be true any more. */
    void onDoubt(Runnable listener) {
        onDoubt = listener;
    }

    /**
     * {@code wanted}, without the list of nodes if {@code snapshot} shows a drain, or the end of
     * one, that was not heard of yet: what tells of it may have a connection that has died unseen.
     * Nobody else would keep a new leader from sending traffic to a drained cluster, or from taking
     * it from one that is not drained any more.
     */
    public Wanted checked(Wanted wanted, Snapshot snapshot) {
        Word stored = Word.of(snapshot.get(key).map(Stored::value));
        if (wanted.nodes().filter(nodes -> isContradicted(nodes.drained(), stored)).isEmpty()) {
            return wanted;
        }
        doubt();
        return wanted.withoutNodes();
    }

    /** A key that is hidden from us looks absent. */
    private synchronized boolean isContradicted(boolean drained, Word stored) {
        return drained
                ? stored == Word.IN_SERVICE && !drain.setting() && !isHidden
                : stored == Word.DRAINED;
    }

    private void doubt() {
        synchronized (this) {
            if (drain.key() == Word.IN_SERVICE) {
                drain = drain.with(Word.UNKNOWN);
            }
        }
        onDoubt.run();
    }

    private Word word(KeyReading reading) {
        if (reading instanceof Seen seen) {
            return Word.of(seen.stored().map(Stored::value));
        }
        return drain.key() == Word.UNKNOWN ? Word.IN_SERVICE : drain.key();
    }

    private void say(Drain before) {
        boolean changed = before.key() == Word.DRAINED || drain.key() == Word.DRAINED;
        if (changed && drain.isDrained()) {
            LOG.warn("{}", line());
        } else if (changed) {
            LOG.info("{} is gone, or false: the cluster is not drained any more", key);
        }
    }

    /** For the log. */
    private String line() {
        return "The cluster is drained by %s: its list of nodes is []; Consul Services, if any, are in maintenance"
                .formatted(String.join(" and ", sources()));
    }

    private void sayWhetherHidden(KeyReading reading) {
        if (reading instanceof Hidden hidden && !isHidden) {
            LOG.warn(
                    "{}: whether the cluster is drained stays as it was last known ({}); tried"
                            + " again until it works",
                    hidden.why(),
                    drain.isDrained() ? "drained" : "not drained");
        } else if (reading instanceof Seen && isHidden) {
            LOG.info("{} can be read again", key);
        }
        isHidden = reading instanceof Hidden;
    }
}
