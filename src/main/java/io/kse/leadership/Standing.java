package io.kse.leadership;

import io.kse.document.KvKey;
import io.kse.service.ClusterId;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this replica is now, for all threads: the candidate changes it, the guard ends it, writers
 * ask it.
 *
 * <p>Gives no fence later than 3/4 of the TTL after the last renewal began, whatever the other
 * threads do meanwhile. Logs every change once.
 */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final ClusterId clusterId;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final LeadershipListeners listeners;

    private LeadershipState state = new LeadershipState.Campaigning();
    private Lease lease;
    private LockEntry blockedBy;
    private boolean failing;
    private boolean doubted;
    private boolean ended;
    private boolean looked;

    Standing(
            ClusterId clusterId,
            Clock clock,
            LongSupplier nanoTime,
            LeadershipListeners listeners) {
        this.clusterId = clusterId;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.listeners = listeners;
    }

    /** As it is after a look at the lease. */
    synchronized LeadershipState state() {
        checkLease();
        return state;
    }

    /**
     * @throws NotLeading if it does not lead, or must not rely on it any more
     */
    synchronized Fence fence() {
        if (state() instanceof LeadershipState.Leading leading) {
            return leading.fence();
        }
        throw new NotLeading(
                "this replica does not lead cluster " + clusterId + " now: " + whoLeads());
    }

    private String whoLeads() {
        return state instanceof LeadershipState.Standby standby
                ? standby.holder() + " leads"
                : "nobody is known to";
    }

    synchronized boolean isSilent() {
        return !(state() instanceof LeadershipState.Leading)
                || failing
                || lease.isOverdue(nanoTime.getAsLong());
    }

    /** The lock was read. */
    synchronized void looked() {
        looked = true;
    }

    synchronized boolean hasLooked() {
        return looked;
    }

    /** The guard's and everybody's question: a leader that could not renew steps down. */
    synchronized void checkLease() {
        if (isLeading() && lease.isOver(nanoTime.getAsLong())) {
            stepDown("its session could not be renewed in time");
        }
    }

    synchronized void renewed(Lease renewal) {
        lease = renewal;
        failing = false;
    }

    /** True if the last question to Consul has failed. */
    synchronized boolean isFailing() {
        return failing;
    }

    synchronized void failed() {
        failing = true;
    }

    /** True if a renewal is due, or if there is doubt; that ends the doubt. */
    synchronized boolean takeRenewalDue() {
        boolean due = doubted || lease.isDue(nanoTime.getAsLong());
        doubted = false;
        return due;
    }

    synchronized void doubt() {
        doubted = true;
    }

    /** Only a fence of today ends today's leadership. */
    synchronized void fencedOff(Fence fence) {
        doubted = true;
        if (state instanceof LeadershipState.Leading leading && leading.fence().equals(fence)) {
            stepDown("a write with its fence was refused");
        }
    }

    /** Not if the lease is over, or if it ended: the caller looks again. */
    synchronized void lead(Fence fence) {
        if (!ended && !lease.isOver(nanoTime.getAsLong())) {
            moveTo(new LeadershipState.Leading(fence, clock.instant()));
            LOG.info("Leads cluster {}: {}", clusterId, proof(fence));
        }
    }

    synchronized void standBy(String holder) {
        stepDown(holder + " leads");
        LeadershipState.Standby standby = new LeadershipState.Standby(holder);
        if (!ended && !state.equals(standby)) {
            moveTo(standby);
            LOG.info("Stands by for cluster {}: {} leads", clusterId, holder);
        }
    }

    /** Nobody leads, neither we. */
    synchronized void campaign() {
        if (!ended && state instanceof LeadershipState.Standby) {
            moveTo(new LeadershipState.Campaigning());
            LOG.info("Campaigns for cluster {}: nobody leads", clusterId);
        }
    }

    /** Nobody can, while something else than a lock is there. */
    synchronized void blockedBy(KvKey lock, LockEntry entry) {
        if (!entry.equals(blockedBy)) {
            blockedBy = entry;
            LOG.warn(
                    "{} holds an entry that is no lock of an exporter (flags {}): nobody can lead"
                            + " until it is deleted",
                    lock,
                    Long.toUnsignedString(entry.flags()));
        }
        campaign();
    }

    synchronized void stepDown(String why) {
        if (isLeading()) {
            moveTo(new LeadershipState.Campaigning());
            LOG.info("Does not lead cluster {} any more: {}", clusterId, why);
        }
    }

    /** The leader sees older data than before. */
    void dataWentBack() {
        LOG.info("The lock of cluster {} is older than before, or was restored", clusterId);
        listeners.dataWentBack();
    }

    /** For good. */
    synchronized void end() {
        stepDown("it stops");
        moveTo(new LeadershipState.Standby("another replica"));
        ended = true;
    }

    private boolean isLeading() {
        return state instanceof LeadershipState.Leading;
    }

    /** The listeners' own thread calls them, so none runs within our lock. */
    private void moveTo(LeadershipState now) {
        LeadershipState before = state;
        state = now;
        listeners.changed(before, now);
    }

    private static String proof(Fence fence) {
        return fence instanceof Fence.SessionFence held
                ? "lock " + held.key() + ", session " + held.session().split("-")[0]
                : "fence " + fence.key();
    }
}
