package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.kubernetes.EventRefused;
import io.kse.kubernetes.EventText;
import io.kse.kubernetes.EventWriter;
import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.service.ServiceName;
import io.kse.status.EventReason;
import io.kse.status.EventSchedule;
import io.kse.status.EventSchedule.Due;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the Events that are due, on a thread of its own, so that neither a slow API server nor a
 * missing right holds up anything else. An outage is said by others already; a missing right is
 * said once.
 */
final class EventLine {
    private static final Logger LOG = LoggerFactory.getLogger(EventLine.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final EventSchedule schedule;
    private final EventWriter writer;
    private final Function<ServiceName, Optional<Service>> services;
    private final BooleanSupplier leads;
    private final Clock clock;
    private final Repeated looks = new Repeated("events", () -> LOOK, this::writeDue);

    /** For its thread only. */
    private final Set<String> said = new HashSet<>();

    /**
     * @param services Services as they are now; empty if one is gone
     * @param leads whether what is due is ours to write
     */
    EventLine(
            EventSchedule schedule,
            EventWriter writer,
            Function<ServiceName, Optional<Service>> services,
            BooleanSupplier leads,
            Clock clock) {
        this.schedule = schedule;
        this.writer = writer;
        this.services = services;
        this.leads = leads;
        this.clock = clock;
    }

    void start() {
        looks.start();
    }

    private void writeDue() {
        Optional<Due> due = next();
        while (due.isPresent()) {
            write(due.get());
            due = next();
        }
    }

    private Optional<Due> next() {
        return looks.isStopped()
                ? Optional.empty()
                : schedule.next(clock.instant(), leads.getAsBoolean());
    }

    private void write(Due due) {
        ServiceName service = due.event().service();
        try {
            services.apply(service)
                    .ifPresentOrElse(
                            there -> writer.write(there, text(due)),
                            () -> schedule.forget(service));
        } catch (EventRefused e) {
            refused(due, e);
        } catch (KubernetesUnavailable e) {
            LOG.debug("an Event waits", e);
            schedule.away(due, clock.instant());
        } catch (RuntimeException e) {
            // Thrown on, it would hold up the others that are due.
            LOG.error("an Event about {} is left out", service, e);
        }
    }

    private static EventText text(Due due) {
        EventReason reason = due.event().reason();
        return new EventText(
                reason.type(), reason.reason(), reason.action(), due.event().note(), due.since());
    }

    private void refused(Due due, EventRefused refusal) {
        String namespace = due.event().service().namespace();
        if (refusal.isAboutNamespace()) {
            schedule.mute(
                    namespace,
                    clock.instant(),
                    refusal.missing().isEmpty() ? EventSchedule.A_WHILE : EventSchedule.FOR_GOOD);
        }
        if (refusal.missing().isEmpty()) {
            LOG.debug("an Event is left out", refusal);
        } else if (said.add(refusal.missing())) {
            LOG.warn(
                    "Missing right: {} events.events.k8s.io in namespace {}. Where it is missing,"
                            + " Services get no Events, and none are tried until the program is"
                            + " started anew.",
                    refusal.missing(),
                    namespace);
        }
    }

    /** False once it has been stopped, and the request under way has ended. */
    boolean isAlive() {
        return looks.isAlive();
    }

    /** For good; what waits is dropped. May be called twice. */
    void stop() {
        looks.stop();
    }
}
