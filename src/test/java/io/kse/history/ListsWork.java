package io.kse.history;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.flow.Trigger;
import io.kse.history.Step.Part;
import io.kse.kubernetes.Overtaken.Ahead;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A replica's lists of Services, as {@code ServiceLists} decides: a live one for who leads, which
 * may take longer than a comparison waits for it and is there for a later one; else its cache.
 */
final class ListsWork {
    private final Replica replica;

    /** Null while none is under way. */
    private PendingList pending;

    /** True if the comparison under way has asked for it. */
    private boolean isNew;

    private long arrival;
    private boolean wasLeading;
    private boolean didOthersLead;

    /** How many in a row have told more than the watch. */
    private int listsAhead;

    /**
     * What a comparison goes by.
     *
     * @param isComplete true if what is not in it is gone
     */
    record Listing(
            List<Service> services,
            boolean isLive,
            boolean isComplete,
            long arrival,
            Ahead ahead) {}

    ListsWork(Replica replica) {
        this.replica = replica;
    }

    /** A comparison begins. */
    void ask() {
        replica.flow.askForList();
        arrival = replica.events.arrivals().latest();
        wasLeading = replica.isLeading();
        didOthersLead = replica.isStandby();
        if (!wasLeading) {
            pending = null;
            withoutLeading();
            return;
        }
        isNew = pending == null || pending.term != replica.term();
        if (isNew) {
            beginList();
            pending = new PendingList(arrival, replica.term());
        }
    }

    private void withoutLeading() {
        if (didOthersLead) {
            replica.events.forgetLists();
        } else {
            replica.events.abandonList();
        }
    }

    private void beginList() {
        if (replica.watch.isComplete()) {
            replica.events.beginList(replica.watch::known, isRelisting());
        } else {
            replica.events.abandonList();
        }
    }

    /** Empty unless a list is under way; its answer takes as long as it takes. */
    Optional<Step> next() {
        return pending != null && pending.services == null && canList()
                ? Optional.of(new Step(Part.COMPARISONS, "is listed", this::answer))
                : Optional.empty();
    }

    /** A namespace that is forbidden fails all of it. */
    private boolean canList() {
        return replica.world.isListing && (replica.watch.isComplete() || isBroken());
    }

    private boolean isBroken() {
        return replica.world.variant() == Variant.INCOMPLETE_IS_COMPLETE;
    }

    private void answer() {
        pending.services = replica.world.api.list().stream().filter(replica.watch::isSeen).toList();
        if (pending.ringsWhenAnswered) {
            replica.ring(Trigger.LISTED);
        }
    }

    /** True if a comparison has what it waits for, or waits no longer. */
    boolean isOver() {
        return !wasLeading || pending.services != null || !canList() || replica.world.areListsSlow;
    }

    /** What the comparison under way goes by. */
    Listing take() {
        if (!wasLeading) {
            return cached(didOthersLead);
        } else if (pending.services != null) {
            return live();
        } else if (canList()) {
            pending.ringsWhenAnswered |= isNew;
            replica.ring(Trigger.LEFT_OVER);
        } else {
            pending = null;
            replica.events.abandonList();
            if (replica.watch.isComplete()) {
                replica.ring(Trigger.LEFT_OVER);
            }
        }
        return cached(false);
    }

    private boolean isRelisting() {
        return replica.watch.isListing() && replica.world.variant() != Variant.RELIST_IS_NEWS;
    }

    private Listing live() {
        PendingList answered = pending;
        pending = null;
        Ahead ahead = replica.events.endList(answered.services, isRelisting());
        if (!ahead.services().isEmpty()) {
            replica.ring(Trigger.LEFT_OVER);
        }
        doubt(!ahead.services().isEmpty());
        boolean isBrokenSo = replica.world.variant() == Variant.LATE_LIST_IS_NEW;
        return new Listing(
                answered.services, true, true, isBrokenSo ? arrival : answered.arrival, ahead);
    }

    /**
     * As WatchDoubt: seconds lie between two lists, and a watch that stays behind is begun anew.
     */
    private void doubt(boolean isBehind) {
        listsAhead = isBehind ? listsAhead + 1 : 0;
        if (listsAhead == 2) {
            listsAhead = 0;
            replica.watch.list();
        }
    }

    private Listing cached(boolean tellsGone) {
        boolean isComplete = tellsGone && replica.watch.isComplete() || isBroken();
        return new Listing(
                replica.watch.known(), false, isComplete, arrival, new Ahead(Set.of(), arrival));
    }
}
