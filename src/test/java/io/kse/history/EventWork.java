package io.kse.history;

import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.flow.Trigger;
import io.kse.history.Step.Part;
import io.kse.kubernetes.SteppedEvents.Event;
import io.kse.leadership.NotLeading;
import io.kse.plan.Touch.Touched;
import java.util.Optional;

/** A replica's thread of events: the route {@code export-service}, and what becomes of failures. */
final class EventWork {
    /** KSE_MAX_REQUEUE_COUNT, a smaller one. */
    private static final int MOST_TRIES = 2;

    private final Replica replica;
    private Event event;
    private Touched touched;
    private Change change;
    private int tries;

    EventWork(Replica replica) {
        this.replica = replica;
    }

    /** Empty if there is nothing to do, or nothing that can be done now. */
    Optional<Step> next() {
        if (change != null) {
            return change.next().map(step -> new Step(step.by(), step.what(), () -> go(step)));
        } else if (touched != null) {
            return Optional.of(new Step(Part.EVENTS, "goes on with it", this::begin));
        }
        return replica.events.waiting().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Step(Part.EVENTS, "takes event " + replica.events.next(), this::take));
    }

    private void take() {
        event = replica.events.take().orElseThrow();
        ServiceDocuments documents =
                event.action() == Action.DELETED
                        ? NotExported.gone(Watch.name(event.service()))
                        : replica.world.documents(event.service());
        long arrival =
                replica.world.variant() == Variant.NO_ARRIVALS
                        ? replica.events.arrivals().next()
                        : event.arrival();
        touched = replica.desired.update(documents, arrival);
    }

    /** The filter {@code if-it-is-ours-to-write}. */
    private void begin() {
        boolean isListed =
                replica.desired.isListed()
                        || replica.world.variant() == Variant.WRITES_BEFORE_LISTED;
        if (touched.isEmpty() || !isListed || replica.isStandby()) {
            end();
        } else {
            tryOnce();
        }
    }

    private void tryOnce() {
        change =
                new Change(
                        replica,
                        touched,
                        replica.flow.causeOfEvent(event.source()),
                        false,
                        Part.EVENTS);
    }

    private void end() {
        event = null;
        touched = null;
        change = null;
        tries = 0;
        replica.events.done();
    }

    private void go(Step step) {
        try {
            step.action().run();
            if (change.isOver()) {
                end();
            }
        } catch (NotLeading | FencedOff e) {
            if (replica.isLeading() && replica.world.variant() == Variant.LEFT_TO_FIRST_LIST) {
                end();
                return;
            }
            tries = 0;
            again(!replica.isStandby(), false);
        } catch (ConsulUnavailable e) {
            tries = replica.isOutage() ? 0 : tries + 1;
            again(tries <= MOST_TRIES, true);
        } catch (StaleSnapshot e) {
            tries++;
            again(tries <= MOST_TRIES, true);
        }
    }

    private void again(boolean isTried, boolean isLeft) {
        boolean isBroken = replica.world.variant() == Variant.NO_RETRY;
        if (isTried && !isBroken) {
            tryOnce();
            return;
        }
        if (isLeft && !isBroken) {
            replica.ring(Trigger.LEFT_OVER);
        }
        end();
    }
}
