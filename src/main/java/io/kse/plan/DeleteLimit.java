package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.service.DeletePercent;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The brake's limits for what is not in Consul KV, where nobody writes a report or a release: what
 * is too much waits until it is less or wanted again, or until the caller frees it. Must be asked
 * in the order in which was read what is there.
 */
public final class DeleteLimit {
    private final Losses losses;

    public DeleteLimit(DeletePercent most) {
        this.losses = new Losses(most);
    }

    /** False before the first count. */
    public boolean isCounted() {
        return losses.isCounted();
    }

    /**
     * {@code there} is all that there is.
     *
     * @param cause whether what has gone is forgotten; it is at first
     */
    public void takeStock(BrakeCause cause, Collection<KvKey> there) {
        if (cause.countsAnew() || !losses.isCounted()) {
            losses.countAnew(there);
        } else {
            losses.see(there);
        }
    }

    /**
     * The deletes of {@code proposal} that must wait; the others are counted as gone.
     *
     * @param held what waits already
     * @param wanted what is wanted, whether or not that changes anything
     */
    public Set<KvKey> hold(
            BrakeCause cause, Proposal proposal, Set<KvKey> held, Set<KvKey> wanted) {
        Set<KvKey> waiting = new TreeSet<>(losses.tooMany(cause, proposal, held));
        waiting.removeIf(losses::isFreed);
        losses.letGo(proposal.without(waiting), wanted);
        return waiting;
    }

    /** These go on, whatever their number. */
    public void free(Set<KvKey> keys) {
        losses.free(keys);
    }

    /** How many there were at the last count. */
    public int base() {
        return losses.base();
    }

    /** How many of them may go until the next one. */
    public int limit() {
        return losses.limit();
    }

    /** How many have gone. */
    public int gone() {
        return losses.gone();
    }
}
