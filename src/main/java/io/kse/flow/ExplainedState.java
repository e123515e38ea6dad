package io.kse.flow;

import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.explain.Outlook;
import io.kse.kubernetes.KubernetesClients;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.Leadership;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.LeadershipState.Standby;
import io.kse.plan.Brake;
import io.kse.plan.Desired;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import io.kse.status.FailedChanges;
import io.kse.status.FailedChanges.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the parts of the running program say that decide of all Services together, for an
 * explanation of one of them. Changes none of them.
 */
final class ExplainedState {
    private final KeySpace keys;
    private final Desired desired;
    private final Planner planner;
    private final Brake brake;
    private final Leadership leadership;
    private final WatchedServices watched;

    /** Services with events that have come in, but not through yet. */
    private final Supplier<Set<ServiceName>> waiting;

    private final Draining draining;
    private final FailedChanges failed;
    private final Supplier<Duration> apiServerSilence;
    private final Instant start;

    /**
     * @param start of this replica, which remembers nothing from before
     */
    ExplainedState(FlowParts parts, Planner planner, Instant start) {
        this.keys = parts.keys();
        this.desired = parts.desired();
        this.planner = planner;
        this.brake = parts.brake();
        this.leadership = parts.leadership();
        this.watched = parts.services().watched();
        this.waiting = () -> parts.services().component().waiting().keySet();
        this.draining = parts.draining();
        this.failed = parts.changes().failed();
        this.apiServerSilence = () -> KubernetesClients.silence(parts.kubernetes());
        this.start = start;
    }

    /**
     * As the next comparison of a leader would plan it. What events have told is all that there is
     * once the caches are complete; an event that is still to come protects what its Service has.
     */
    Outlook compare(ServiceName service, Snapshot snapshot) {
        Unowned unowned = watched.isComplete() ? Unowned.ORPHANED : Unowned.STAYS;
        Wanted wanted = asIfListed(desired.wantedOfServices(unowned));
        return new Outlook(
                wanted,
                desired.taken(service),
                snapshot,
                planner.plan(wanted, snapshot),
                held(snapshot));
    }

    /** It begins with a list, which knows of every event that has come through. */
    private Wanted asIfListed(Wanted wanted) {
        return wanted.whileChanging(waiting.get());
    }

    /** A standby knows of what is held from the leader's report only. */
    private Set<KvKey> held(Snapshot snapshot) {
        return leadership.isLeading()
                ? brake.heldKeys()
                : snapshot.get(keys.brake())
                        .flatMap(stored -> BrakeReport.read(stored.value()))
                        .map(report -> Set.copyOf(report.keys()))
                        .orElse(Set.of());
    }

    /**
     * What else bears on the answer.
     *
     * @param silence why Consul could not be read; empty if it could
     */
    List<String> notes(ServiceName service, Optional<Outlook> outlook, Optional<String> silence) {
        List<String> notes = new ArrayList<>();
        notes.add(role(leadership.state(), leadership.hasLooked(), silence.isPresent()));
        if (draining.drain().isDrained()) {
            notes.add(drained(draining.sources()));
        }
        failed.last(service)
                .map(last -> "its last change was not made at " + at(last) + ": " + last.why())
                .ifPresent(notes::add);
        silence.ifPresent(why -> notes.add("Consul could not be read: " + why));
        if (!watched.isComplete()) {
            notes.add("not all Services have been listed yet: what may be theirs stays");
        } else if (!watched.isWatching()) {
            notes.add("Services are not watched now: they are said as they were known last");
        } else if (!apiServerSilence.get().isZero()) {
            notes.add("requests to the API server fail: Services are said as they were known last");
        }
        if (leadership.isLeading() && !desired.isListed()) {
            notes.add("Services have not been listed since the start: nothing is written yet");
        }
        outlook.ifPresent(all -> addDoubts(service, all, notes));
        notes.add(
                "changes and events are remembered by each replica since its start, here "
                        + start.truncatedTo(ChronoUnit.SECONDS));
        return notes;
    }

    private static String drained(List<String> sources) {
        return "the cluster is drained by %s: load balancers get none of its Nodes"
                .formatted(String.join(" and ", sources));
    }

    private static Instant at(Failure failure) {
        return failure.at().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void addDoubts(ServiceName service, Outlook outlook, List<String> notes) {
        if (outlook.wanted().changing().contains(service)) {
            notes.add("an event of the Service has still to come through");
        }
        if (outlook.snapshot().isFiltered()) {
            notes.add("Consul hides some keys from our token: what no Service wants stays");
        }
    }

    static String role(LeadershipState state, boolean hasLooked, boolean isConsulSilent) {
        if (state instanceof Leading) {
            return "this replica leads";
        } else if (state instanceof Standby standby) {
            return "this replica is a standby: "
                    + standby.holder()
                    + (isConsulSilent ? " led when Consul answered last" : " leads, and writes");
        }
        return hasLooked
                ? "no replica is known to lead: changes wait"
                : "it is not known yet who leads: this replica has not read the lock yet";
    }
}
