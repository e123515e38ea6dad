package io.kse.history;

import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.ServiceDocuments;
import io.kse.flow.Trigger;
import io.kse.history.ListsWork.Listing;
import io.kse.history.Step.Part;
import io.kse.leadership.NotLeading;
import io.kse.plan.Touch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A replica's thread of comparisons: the bell and the route {@code resync}, with what Consul has
 * refused by Service at its end.
 */
final class ComparisonWork {
    private final Replica replica;
    private final ListsWork lists;
    private final Deque<Touch.Part> left = new ArrayDeque<>();

    /** Null between two comparisons. */
    private Set<Trigger> triggers;

    /** Null until it has come, and once it is known. */
    private Listing listing;

    private Change change;
    private ServiceChange rest;

    ComparisonWork(Replica replica, ListsWork lists) {
        this.replica = replica;
        this.lists = lists;
    }

    /** Empty if there is nothing to do, or nothing that can be done now. */
    Optional<Step> next() {
        if (change != null) {
            return change.next().map(step -> new Step(step.by(), step.what(), () -> go(step)));
        } else if (rest != null) {
            return rest.next().map(step -> new Step(step.by(), step.what(), () -> goOn(step)));
        } else if (triggers == null) {
            return replica.rung.isEmpty() || !replica.watch.isSettled()
                    ? Optional.empty()
                    : Optional.of(step("compares since " + replica.rung, this::begin));
        }
        if (listing != null) {
            return Optional.of(step("knows what is listed", this::know));
        }
        return lists.isOver()
                ? Optional.of(step("takes the list", () -> listing = lists.take()))
                : Optional.empty();
    }

    private static Step step(String what, Runnable action) {
        return new Step(Part.COMPARISONS, what, action);
    }

    private void begin() {
        triggers = EnumSet.copyOf(replica.rung);
        replica.rung.clear();
        lists.ask();
    }

    /** Documents of thousands of Services take a while, in which events go on. */
    private void know() {
        boolean taken =
                replica.desired.updateAll(
                        documents(),
                        listing.services().size(),
                        listing.arrival(),
                        listing.isComplete(),
                        listing.ahead().services(),
                        listing.ahead().at());
        replica.hasTakenList |= replica.desired.isListed();
        if (replica.isLeading()) {
            change =
                    new Change(
                            replica,
                            replica.desired.everything(listing.isLive(), taken),
                            replica.flow.causeOfComparison(triggers),
                            triggers.contains(Trigger.FAILED),
                            Part.COMPARISONS);
        } else {
            triggers = null;
        }
        listing = null;
    }

    private List<ServiceDocuments> documents() {
        return listing.services().stream().map(replica.world::documents).toList();
    }

    private void go(Step step) {
        try {
            step.action().run();
            if (change.isOver()) {
                left.addAll(change.left());
                change = null;
                nextOfRest();
            }
        } catch (NotLeading | FencedOff | ConsulUnavailable | StaleSnapshot e) {
            replica.rung.addAll(triggers);
            replica.ring(Trigger.FAILED);
            change = null;
            triggers = null;
        }
    }

    /** Each by itself now, so that one does not hold up the others. */
    private void nextOfRest() {
        if (left.isEmpty()) {
            rest = null;
            triggers = null;
        } else {
            rest =
                    new ServiceChange(
                            replica,
                            left.poll(),
                            replica.flow.causeOfEvent(null),
                            Part.COMPARISONS);
        }
    }

    private void goOn(Step step) {
        step.action().run();
        if (rest.isOver()) {
            nextOfRest();
        }
    }
}
