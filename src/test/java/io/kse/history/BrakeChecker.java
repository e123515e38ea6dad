package io.kse.history;

import io.kse.document.KvKey;
import io.kse.history.Broken.Promise;
import io.kse.leadership.Fence;
import io.kse.plan.BrakeCause;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts what goes between two counts of a replica's brake. */
final class BrakeChecker {
    /** Of fewer documents a share says little. */
    private static final int FEW = 10;

    /**
     * One that was let go on when there were others goes, too, when it is tried again and watch
     * events have taken the others away.
     */
    private static final int SOME = 2;

    private final int maxDeletePercent;

    /** What the brake of whoever counted last has counted, and what has gone since. */
    private final Map<Replica, Count> counts = new HashMap<>();

    /**
     * One replica's.
     *
     * @param disbelieved those of {@code gone} that no watch event has taken away
     */
    private record Count(Fence fence, int base, Set<KvKey> gone, Set<KvKey> disbelieved) {
        Count(Fence fence, int base) {
            this(fence, base, new HashSet<>(), new HashSet<>());
        }

        void add(KvKey key, BrakeCause cause) {
            gone.add(key);
            if (cause != BrakeCause.WATCHED) {
                disbelieved.add(key);
            }
        }
    }

    BrakeChecker(int maxDeletePercent) {
        this.maxDeletePercent = maxDeletePercent;
    }

    /**
     * A replica is about to ask its brake.
     *
     * @param documents how many it has read
     * @param isRepeated true if it has failed before: then what it counted still counts
     */
    void plans(Replica replica, BrakeCause cause, int documents, Fence fence, boolean isRepeated) {
        Count last = counts.get(replica);
        boolean isCounted = isRepeated && last != null && last.fence().equals(fence);
        if (cause.countsAnew() && !isCounted) {
            counts.put(replica, new Count(fence, documents));
        }
    }

    /**
     * Something was written.
     *
     * @param left how many documents there are now
     */
    void check(Transaction transaction, Replica replica, BrakeCause cause, int left) {
        Count count = counts.get(replica);
        if (count == null || maxDeletePercent == 100) {
            return;
        }
        boolean moves =
                transaction.changes().stream()
                        .anyMatch(change -> change instanceof Put && change.index() == 0);
        for (KvChange change : transaction.changes()) {
            if (!moves && change instanceof Delete && World.KEYS.isOurs(change.key().path())) {
                count.add(change.key(), cause);
            }
        }
        int gone = count.gone().size();
        boolean isTooMuch = count.base() >= FEW && gone > count.base() * maxDeletePercent / 100;
        boolean isAll =
                cause != BrakeCause.WATCHED
                        && count.base() >= SOME
                        && count.disbelieved().size() >= SOME
                        && left == 0;
        if (isTooMuch || isAll) {
            throw new Broken(
                    Promise.THE_BRAKE_HOLDS, "%d of %d went".formatted(gone, count.base()));
        }
    }
}
