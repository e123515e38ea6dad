package io.kse.history;

import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.history.Step.Part;
import io.kse.kubernetes.SteppedEvents.Event;
import io.kse.plan.Touch.Touched;
import java.util.Optional;

/** A replica's thread of events: the route {@code export-service}. */
final class EventWork {
    private final Replica replica;
    private Event event;
    private Touched touched;
    private ServiceChange change;

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
            change =
                    new ServiceChange(
                            replica,
                            touched,
                            replica.flow.causeOfEvent(event.source()),
                            Part.EVENTS);
        }
    }

    private void go(Step step) {
        step.action().run();
        if (change.isOver()) {
            end();
        }
    }

    private void end() {
        event = null;
        touched = null;
        change = null;
        replica.events.done();
    }
}
