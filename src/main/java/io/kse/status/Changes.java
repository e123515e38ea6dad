package io.kse.status;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.listen.Listeners;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Transaction;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was changed in Consul: one line for each key, and how many of them others read since the
 * start.
 */
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final Listeners<Consumer<Transaction>> listeners = new Listeners<>();
    private final KeySpace keys;
    private final History history;
    private final FailedChanges failed = new FailedChanges(Clock.systemUTC());
    private Count made = new Count(0, 0);
    private long repaired;

    public Changes(KeySpace keys) {
        this(keys, new History(Clock.systemUTC()));
    }

    /**
     * @param history is told each change
     */
    public Changes(KeySpace keys, History history) {
        this.keys = keys;
        this.history = history;
    }

    /** How many changes there were of what others read. */
    public record Count(long puts, long deletes) {
        Count plus(Count more) {
            return new Count(puts + more.puts, deletes + more.deletes);
        }

        /** Those since {@code before}. */
        public Count since(Count before) {
            return new Count(puts - before.puts, deletes - before.deletes);
        }

        public boolean isZero() {
            return puts == 0 && deletes == 0;
        }

        /** For people. */
        @Override
        public String toString() {
            return isZero() ? "nothing to change" : puts + " written, " + deletes + " deleted";
        }
    }

    /** Calls the listener after each transaction that Consul has made; it must not take long. */
    public void onMade(Consumer<Transaction> listener) {
        listeners.add(listener);
    }

    /** Consul has made these changes. */
    public synchronized void made(Transaction transaction) {
        for (KvChange change : transaction.changes()) {
            LOG.info("{}", change);
            history.add(change);
            if (keys.isPublished(change.key())) {
                made = made.plus(change instanceof Put ? new Count(1, 0) : new Count(0, 1));
            }
            repaired += change instanceof Put put && put.repairsDrift() ? 1 : 0;
        }
        failed.made(transaction);
        listeners.tell(listener -> listener.accept(transaction));
    }

    /**
     * Consul has made none of these.
     *
     * @param keys that it has something against; empty if that is not known
     * @param why one line, without any token
     */
    public void notMade(Transaction transaction, Collection<KvKey> keys, String why) {
        failed.failed(transaction, keys, why);
    }

    public synchronized Count count() {
        return made;
    }

    /** How many of them have repaired drift: somebody else had changed what they have put right. */
    public synchronized long repaired() {
        return repaired;
    }

    /** Those that Consul has not made. */
    public FailedChanges failed() {
        return failed;
    }

    /** The last of them. */
    public History history() {
        return history;
    }
}
