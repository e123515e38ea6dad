package io.kse.history;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.ServiceDocuments;
import io.kse.flow.Trigger;
import io.kse.history.Step.Part;
import io.kse.kubernetes.Overtaken.Ahead;
import io.kse.leadership.NotLeading;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A replica's thread of comparisons: the bell, {@code ServiceLists} and the route {@code resync}.
 */
final class ComparisonWork {
    private final Replica replica;
    private Set<Trigger> triggers;
    private boolean wasLeading;
    private boolean didOthersLead;
    private long arrival;

    /** As the API server has it at some moment between question and answer. */
    private List<Service> listed;

    /** How many in a row have told more than the watch. */
    private int listsAhead;

    private Change change;

    ComparisonWork(Replica replica) {
        this.replica = replica;
    }

    Optional<Step> next() {
        if (change != null) {
            return change.next().map(step -> new Step(step.by(), step.what(), () -> go(step)));
        } else if (triggers == null) {
            return replica.rung.isEmpty() || !replica.watch.isSettled()
                    ? Optional.empty()
                    : Optional.of(step("compares since " + replica.rung, this::begin));
        } else if (wasLeading && listed == null && canList()) {
            return Optional.of(step("is listed", this::list));
        }
        return Optional.of(step("takes the list", this::take));
    }

    private static Step step(String what, Runnable action) {
        return new Step(Part.COMPARISONS, what, action);
    }

    /** A namespace that is forbidden fails all of it. */
    private boolean canList() {
        return replica.world.isListing && (replica.watch.isComplete() || isBroken());
    }

    private boolean isBroken() {
        return replica.world.variant() == Variant.INCOMPLETE_IS_COMPLETE;
    }

    private void list() {
        listed = replica.world.api.list().stream().filter(replica.watch::isSeen).toList();
    }

    private void begin() {
        triggers = EnumSet.copyOf(replica.rung);
        replica.rung.clear();
        replica.flow.askForList();
        arrival = replica.events.arrivals().latest();
        wasLeading = replica.isLeading();
        didOthersLead = replica.isStandby();
        if (didOthersLead) {
            replica.events.forgetLists();
        } else if (wasLeading && replica.watch.isComplete()) {
            replica.events.beginList(replica.watch::known);
        } else {
            replica.events.abandonList();
        }
    }

    private void take() {
        boolean isLive = listed != null;
        boolean taken = isLive ? takeLive() : takeCached();
        replica.hasTakenList |= replica.desired.isListed();
        if (replica.isLeading()) {
            change =
                    new Change(
                            replica,
                            replica.desired.everything(isLive, taken),
                            replica.flow.causeOfComparison(triggers),
                            triggers.contains(Trigger.FAILED),
                            Part.COMPARISONS);
        } else {
            end();
        }
    }

    private boolean takeLive() {
        Ahead ahead = replica.events.endList(listed);
        if (!ahead.services().isEmpty()) {
            replica.ring(Trigger.LEFT_OVER);
        }
        doubt(!ahead.services().isEmpty());
        return replica.desired.updateAll(
                documents(listed), listed.size(), arrival, true, ahead.services(), ahead.at());
    }

    /**
     * As WatchDoubt: seconds lie between two lists, and a watch that stays behind is begun anew.
     */
    private void doubt(boolean isBehind) {
        listsAhead = isBehind ? listsAhead + 1 : 0;
        if (listsAhead == 2) {
            listsAhead = 0;
            replica.watch.list();
            replica.ring(Trigger.WATCH_GAP);
        }
    }

    /** A list that does not come is waited for by another comparison. */
    private boolean takeCached() {
        if (wasLeading) {
            replica.events.abandonList();
            if (replica.watch.isComplete()) {
                replica.ring(Trigger.LISTED);
            }
        }
        List<Service> known = replica.watch.known();
        boolean isComplete = didOthersLead && replica.watch.isComplete() || isBroken();
        return replica.desired.updateAll(
                documents(known), known.size(), arrival, isComplete, Set.of(), arrival);
    }

    private List<ServiceDocuments> documents(List<Service> services) {
        return services.stream().map(replica.world::documents).toList();
    }

    private void end() {
        triggers = null;
        listed = null;
        change = null;
    }

    private void go(Step step) {
        try {
            step.action().run();
            if (change.isOver()) {
                end();
            }
        } catch (NotLeading | FencedOff | ConsulUnavailable | StaleSnapshot e) {
            replica.rung.addAll(triggers);
            replica.ring(Trigger.FAILED);
            end();
        }
    }
}
