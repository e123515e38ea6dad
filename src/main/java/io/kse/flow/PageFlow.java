package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulReachability;
import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.Leadership;
import io.kse.leadership.LeadershipState;
import io.kse.page.Facts;
import io.kse.page.Facts.Connection;
import io.kse.page.StatusPage;
import io.kse.plan.Brake;
import io.kse.plan.Desired;
import io.kse.status.History;
import io.kse.status.LastComparison;
import java.net.URL;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The parts of the program that are there for the page: takes together what the others know. */
final class PageFlow {
    private final ExporterConfig config;
    private final KeySpace keys;
    private final Leadership leadership;
    private final Comparisons comparisons;
    private final History history;
    private final Clock clock = Clock.systemUTC();
    private final LastComparison comparison;
    private volatile Instant leadershipSince;

    PageFlow(
            ExporterConfig config,
            KeySpace keys,
            Leadership leadership,
            Comparisons comparisons,
            History history) {
        this.config = config;
        this.keys = keys;
        this.leadership = leadership;
        this.comparisons = comparisons;
        this.history = history;
        this.comparison = new LastComparison(clock);
        this.leadershipSince = clock.instant();
    }

    /** Everything else that is asked, at each look. */
    record Sources(
            Desired desired,
            NodeFlow nodes,
            Brake brake,
            ConsulReachability consul,
            RegistrationFlow registrations,
            ServiceWatch services) {
        WatchedServices watched() {
            return services.watched();
        }
    }

    /**
     * Before the start, so that no change of the leadership is missed.
     *
     * @param apiServer its address, for people
     * @param explanations why a Service is exported or not, by namespace and name
     */
    void bind(
            BiConsumer<String, Object> registry,
            Sources sources,
            URL apiServer,
            BiFunction<String, String, String> explanations) {
        comparisons.onCompared(comparison::ended);
        leadership.onChange((before, now) -> leadershipSince = clock.instant());
        String address = String.valueOf(apiServer);
        registry.accept(
                "statusPage",
                new StatusPage(() -> facts(sources, address), explanations, history::last));
    }

    private Facts facts(Sources sources, String apiServer) {
        LeadershipState state = leadership.state();
        Instant now = clock.instant();
        return new Facts(
                config.clusterId().toString(),
                config.podName(),
                now,
                state,
                leadershipSince,
                sources.desired().isListed() && sources.watched().isComplete(),
                sources.desired().services(),
                sources.nodes().facts(now),
                held(state, sources.brake()),
                keys.brakeRelease(),
                comparison.last(),
                comparison.drift(),
                comparisons.whyNone(),
                history.latest(),
                connections(sources, apiServer));
    }

    /** What one that led before remembers is not true any more. */
    private static Optional<BrakeReport> held(LeadershipState state, Brake brake) {
        return state instanceof LeadershipState.Leading ? brake.report() : Optional.empty();
    }

    private List<Connection> connections(Sources sources, String apiServer) {
        List<Connection> connections = new ArrayList<>();
        String consul = ConsulClients.address(config.consul());
        connections.add(consul("Consul", consul, sources.consul(), "answers"));
        if (config.consulServices().enabled()) {
            String registered =
                    "%,d Services registered".formatted(sources.registrations().known());
            connections.add(
                    consul(
                            "Consul agent",
                            consul,
                            sources.registrations().reachability(),
                            registered));
        }
        boolean isComplete = sources.watched().isComplete();
        connections.add(
                new Connection(
                        "API server",
                        apiServer,
                        isComplete && sources.watched().isWatching(),
                        isComplete ? watching(sources.watched()) : "Services are not all listed"));
        return connections;
    }

    private static Connection consul(
            String name, String address, ConsulReachability reachability, String well) {
        boolean isWell = reachability.isAnswering();
        String silence = ConsulReachability.text(reachability.silence());
        return new Connection(
                name, address, isWell, isWell ? well : "does not answer since " + silence);
    }

    private static String watching(WatchedServices watched) {
        return watched.isWatching() ? "watched" : "no watch at present: shown is what was known";
    }
}
