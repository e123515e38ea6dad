package io.kse.flow;

import io.kse.document.KvKey;
import io.kse.kubernetes.EventSource;
import io.kse.leadership.Fence;
import io.kse.listen.Listeners;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.Braked;
import io.kse.plan.Plan;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The brake's part in the routes: what it has to be told, and what it has to say. */
public final class Braking {
    private static final Logger LOG = LoggerFactory.getLogger(Braking.class);

    private final Brake brake;
    private final Clock clock;
    private final Runnable listed;
    private final Listeners<Listener> listeners = new Listeners<>();
    private volatile long releaseSeen;
    private volatile boolean isHiddenSaid;
    private volatile int held;

    /** Who led when the comparison under way counted; null if it has not. For its thread only. */
    private Fence counted;

    /** Hears of every plan before any of it is written. Must not take long. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A plan, and what it was made for.
         *
         * @param plan with the deletes that are held
         * @param snapshot what it was made from
         * @param held every key whose delete is held, also those that the plan does not speak of
         */
        void planned(Plan plan, Wanted wanted, Snapshot snapshot, Set<KvKey> held);
    }

    /**
     * @param listed called when a comparison knows what was listed for it
     */
    Braking(Brake brake, Clock clock, Runnable listed) {
        this.brake = brake;
        this.clock = clock;
        this.listed = listed;
    }

    void onPlan(Listener listener) {
        listeners.add(listener);
    }

    /** How many deletes of documents are held. */
    int held() {
        return held;
    }

    /**
     * How far an event's deletes are believed.
     *
     * @param source null if no event has brought them
     */
    public BrakeCause causeOfEvent(EventSource source) {
        return source == EventSource.WATCHED ? BrakeCause.WATCHED : BrakeCause.LISTED;
    }

    /** Whether the brake counts from here on. Asked when what was listed is known. */
    public BrakeCause causeOfComparison(Set<Trigger> triggers) {
        listed.run();
        if (!triggers.contains(Trigger.FAILED)) {
            counted = null;
        }
        if (triggers.contains(Trigger.WON)) {
            return BrakeCause.WON;
        }
        return triggers.contains(Trigger.TIMER) ? BrakeCause.TIMER : BrakeCause.OTHER;
    }

    /** What has to be read for an event. */
    public Set<KvKey> reads(Wanted wanted) {
        Set<KvKey> reads = new HashSet<>(wanted.keys());
        reads.addAll(brake.alsoRead(wanted));
        return reads;
    }

    /**
     * What may go on of {@code plan}; says what is held, and when that is over.
     *
     * @param fence with which it is to be written
     */
    public Plan hold(Plan plan, Wanted wanted, Snapshot snapshot, BrakeCause cause, Fence fence) {
        BrakeCause once = once(cause, fence);
        Braked braked = brake.check(once, plan, wanted, snapshot, clock.instant());
        held = braked.held().size();
        braked.warnings().forEach(LOG::warn);
        braked.notices().forEach(LOG::info);
        listeners.tell(each -> each.planned(plan, wanted, snapshot, braked.held()));
        return plan.braked(braked);
    }

    /** What a failed comparison let go on must still count when it is begun again. */
    private BrakeCause once(BrakeCause cause, Fence fence) {
        if (!cause.countsAnew()) {
            return cause;
        }
        BrakeCause once = fence.equals(counted) ? BrakeCause.OTHER : cause;
        counted = fence;
        return once;
    }

    /** When the list of nodes has to be looked at again; empty if time alone changes nothing. */
    public Optional<Instant> looksAgain() {
        return brake.looksAgain();
    }

    /** True while somebody may be about to let deletes go on. */
    public boolean isHolding() {
        return brake.isHolding();
    }

    /** True if an operator has written something since this was last true. */
    public boolean isNews(Snapshot snapshot) {
        long index = snapshot.get(brake.release()).map(Stored::index).orElse(0L);
        boolean isNews = index != 0 && index != releaseSeen;
        releaseSeen = index;
        return isNews;
    }

    /** Our token may not read what an operator writes; said once. */
    public void releaseIsHidden(Exception why) {
        if (!isHiddenSaid) {
            isHiddenSaid = true;
            LOG.warn("{}: no release will be seen; tried again until it works", why.getMessage());
        }
    }

    /** Our token may read it, if not before. */
    public void releaseIsShown() {
        if (isHiddenSaid) {
            isHiddenSaid = false;
            LOG.info("{} can be read again: a release will be seen", brake.release());
        }
    }

    /** Where an operator's word would be. */
    public Set<KvKey> release() {
        return Set.of(brake.release());
    }
}
