package io.kse.flow;

import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulReachability;
import io.kse.document.KvKey;
import io.kse.kubernetes.KubernetesClients;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Campaigning;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.page.Facts;
import io.kse.page.Facts.Connection;
import io.kse.page.StatusPage;
import io.kse.service.ServiceName;
import io.kse.status.History;
import io.kse.status.LastComparison;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The parts of the program that are there for the page: takes together what the others know. */
final class PageFlow {
    private final FlowParts parts;
    private final Supplier<Map<ServiceName, Set<KvKey>>> heldKeys;
    private final WatchedServices watched;
    private final History history;
    private final Clock clock = Clock.systemUTC();
    private final LastComparison comparison = new LastComparison(clock);
    private volatile Instant leadershipSince = clock.instant();

    /** True while no other replica is known to have led since this one did. */
    private volatile boolean ledLast;

    /**
     * @param heldKeys of each Service, as this replica knows them if it leads
     */
    PageFlow(FlowParts parts, Supplier<Map<ServiceName, Set<KvKey>>> heldKeys) {
        this.parts = parts;
        this.heldKeys = heldKeys;
        this.watched = parts.services().watched();
        this.history = parts.changes().history();
    }

    /**
     * Before the start, so that no change of the leadership is missed.
     *
     * @param explanations why a Service is exported or not, by namespace and name
     */
    void bind(
            BiConsumer<String, Object> registry, BiFunction<String, String, String> explanations) {
        parts.comparisons().onCompared(comparison::ended);
        parts.leadership().onChange((before, now) -> changed(now));
        registry.accept("statusPage", new StatusPage(this::facts, explanations, history::last));
    }

    private void changed(LeadershipState now) {
        leadershipSince = clock.instant();
        ledLast = knowsHeld(now, ledLast);
    }

    /** What one that led before remembers is true until another one leads. */
    static boolean knowsHeld(LeadershipState now, boolean ledLast) {
        return now instanceof Leading || now instanceof Campaigning && ledLast;
    }

    private Facts facts() {
        LeadershipState state = parts.leadership().state();
        boolean knowsHeld = knowsHeld(state, ledLast);
        Instant now = clock.instant();
        return new Facts(
                parts.config().clusterId().toString(),
                parts.config().podName(),
                now,
                state,
                parts.leadership().hasLooked(),
                leadershipSince,
                unlisted(state, parts.desired().isListed(), watched.isComplete()),
                parts.desired().services(),
                parts.changes().failed().all(),
                knowsHeld ? heldKeys.get() : Map.of(),
                parts.nodes().facts(now, knowsHeld),
                parts.draining().sources(),
                knowsHeld ? parts.brake().report() : Optional.empty(),
                parts.keys().brakeRelease(),
                comparison.last(),
                parts.changes().repaired(),
                parts.comparisons().whyNone(),
                history.latest(),
                connections());
    }

    /** Only a leader lists, in order to compare; the others know of all Services from the watch. */
    static String unlisted(LeadershipState state, boolean isListed, boolean isComplete) {
        if (!isComplete) {
            return "Not all Services are known yet.";
        }
        return isListed || !(state instanceof Leading)
                ? ""
                : "Services have not been listed since the start: nothing is written yet.";
    }

    private List<Connection> connections() {
        List<Connection> connections = new ArrayList<>();
        String consul = ConsulClients.address(parts.config().consul());
        connections.add(consul("Consul", consul, parts.consul(), "answers"));
        if (parts.config().consulServices().enabled()) {
            connections.add(
                    consul(
                            "Consul agent",
                            consul,
                            parts.registrations().reachability(),
                            registered(
                                    parts.registrations().known(), parts.registrations().held())));
        }
        connections.add(
                apiServer(
                        String.valueOf(parts.kubernetes().getMasterUrl()),
                        KubernetesClients.silence(parts.kubernetes()),
                        watched.isComplete(),
                        watched.isWatching()));
        return connections;
    }

    /**
     * A watch hears nothing from a server that hangs; other requests do. Why they fail is in the
     * log: it may be a token as well.
     */
    static Connection apiServer(
            String address, Duration silence, boolean isComplete, boolean isWatching) {
        String state = "watched";
        if (!silence.isZero()) {
            state = "requests have failed for " + ConsulReachability.text(silence);
        } else if (!isComplete) {
            state = "Services are not all listed";
        } else if (!isWatching) {
            state = "no watch at present: shown is what was known";
        }
        return new Connection(
                "API server", address, silence.isZero() && isComplete && isWatching, state);
    }

    private static String silent(Duration silence) {
        return "has not answered for " + ConsulReachability.text(silence);
    }

    /** Of this replica's agent. */
    static String registered(int known, int held) {
        String line = String.format(Locale.ROOT, "%,d Services registered", known);
        return held == 0
                ? line
                : line + String.format(Locale.ROOT, ", %,d of them held by the brake", held);
    }

    private static Connection consul(
            String name, String address, ConsulReachability reachability, String well) {
        boolean isWell = reachability.isAnswering();
        return new Connection(
                name, address, isWell, isWell ? well : silent(reachability.silence()));
    }
}
