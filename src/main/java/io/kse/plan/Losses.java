package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.service.DeletePercent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has gone since our documents were last counted, and whether more of it would be too much.
 * Deletes are told apart by their keys, so that trying one again is not a second one.
 */
final class Losses {
    private static final int UNCOUNTED = -1;

    /** Documents, of which a small cluster must not lose all at once. */
    private static final int SOME = 2;

    private final DeletePercent most;
    private int base = UNCOUNTED;

    /** The most documents that there were at once since the count. */
    private int peak;

    /** Our documents in Consul, as far as that follows from what was read and let go on. */
    private final Set<KvKey> present = new HashSet<>();

    /** Let go on since the count. */
    private final Set<KvKey> gone = new HashSet<>();

    /**
     * Those of them that are not done or wanted since: to try them again needs no new judgement.
     */
    private final Set<KvKey> allowed = new HashSet<>();

    /** As {@link #allowed}, by an operator's word. */
    private final Set<KvKey> freed = new HashSet<>();

    Losses(DeletePercent most) {
        this.most = most;
    }

    boolean isCounted() {
        return base != UNCOUNTED;
    }

    /**
     * {@code ours} are the documents there are; what has gone is forgotten, but not an operator's
     * word on what is still to go.
     */
    void countAnew(Collection<KvKey> ours) {
        base = ours.size();
        peak = base;
        gone.clear();
        allowed.clear();
        see(ours);
    }

    /** {@code ours} are the documents there are, but what has gone still counts. */
    void see(Collection<KvKey> ours) {
        present.clear();
        present.addAll(ours);
        peak = Math.max(peak, present.size());
        allowed.retainAll(present);
        freed.retainAll(present);
    }

    /** Documents at the last count; 0 if there was none. */
    int base() {
        return Math.max(0, base);
    }

    /** How many of them may go until the next count. */
    int limit() {
        return base >= DeletePercent.SMALL ? most.of(base) : Math.max(0, base - 1);
    }

    /** How many have gone, those included that are there again. */
    int gone() {
        return gone.size();
    }

    /** True if an operator's word covers the delete. */
    boolean isFreed(KvKey key) {
        return freed.contains(key);
    }

    /**
     * The deletes of {@code proposal} that must not go on: all that have not been let go on before,
     * or none, but for events those at least that are held already, or else what a comparison has
     * held would go away one by one.
     */
    Set<KvKey> tooMany(BrakeCause cause, Proposal proposal, Set<KvKey> held) {
        Set<KvKey> asked = proposal.losses();
        asked.removeAll(allowed);
        if (most.isOff() || isTrusted(cause)) {
            return Set.of();
        }
        Set<KvKey> waiting = new TreeSet<>(asked);
        waiting.removeIf(key -> cause.isComparison() || !held.contains(key));
        Set<KvKey> fresh = new TreeSet<>(asked);
        fresh.removeAll(waiting);
        return isTooMuch(fresh, proposal) ? asked : waiting;
    }

    /** In a small cluster one change of one Service may well be all that there is. */
    private boolean isTrusted(BrakeCause cause) {
        return isCounted() && base < DeletePercent.SMALL && cause == BrakeCause.WATCHED;
    }

    private boolean isTooMuch(Set<KvKey> fresh, Proposal proposal) {
        if (fresh.isEmpty()) {
            return false;
        } else if (base < DeletePercent.SMALL) {
            return !isCounted() || leavesNone(proposal);
        }
        Set<KvKey> sum = new HashSet<>(gone);
        sum.addAll(fresh);
        return most.isPassedBy(sum.size(), base);
    }

    private boolean leavesNone(Proposal proposal) {
        Set<KvKey> left = new HashSet<>(present);
        left.removeAll(proposal.deletes());
        return left.isEmpty() && proposal.puts().isEmpty() && peak >= SOME;
    }

    /**
     * These changes go on, though nobody can say yet whether they will be done.
     *
     * @param wanted keys that are wanted now, whether or not that changes anything
     */
    void letGo(Proposal proposal, Set<KvKey> wanted) {
        Set<KvKey> going = proposal.losses();
        gone.addAll(going);
        going.removeIf(freed::contains);
        allowed.addAll(going);
        present.removeAll(proposal.deletes());
        present.addAll(proposal.puts());
        peak = Math.max(peak, present.size());
        wantAgain(proposal.puts());
        wantAgain(wanted);
    }

    private void wantAgain(Set<KvKey> keys) {
        keys.forEach(allowed::remove);
        keys.forEach(freed::remove);
    }

    /** Another replica may have led, under which what was freed here was made again. */
    void forget() {
        freed.clear();
    }

    /** An operator has let these deletes go on. */
    void free(Set<KvKey> keys) {
        freed.addAll(keys);
    }
}
