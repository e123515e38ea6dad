package io.kse.chaos;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.chaos.Follower.Sight;
import io.kse.testbed.KvTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One fault within one stream of changes, and what came of it. */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Landscape landscape;
    private final ChaosFault fault;
    private final Duration lasts;
    private final SplittableRandom random;
    private final Schedule schedule;
    private volatile long lossTick = Long.MAX_VALUE;

    Trial(Landscape landscape, ChaosFault fault, Duration lasts, long seed) {
        this.landscape = landscape;
        this.fault = fault;
        this.lasts = lasts;
        this.random = new SplittableRandom(seed);
        this.schedule = Schedule.of(random.split(), lasts);
    }

    /**
     * @throws Exception if the trial itself did not work
     */
    Outcome run() throws Exception {
        List<Finding> findings = new ArrayList<>(prepare());
        if (!findings.isEmpty()) {
            return new Outcome(0, 0, 0, PATIENCE.toSeconds(), findings);
        }
        History history = history();
        landscape.releases();
        landscape.consulProxy.forgetRequests();
        landscape.apiProxy.forgetRequests();

        long quietSince = play(history);
        Goal goal = new Goal(landscape, history);
        findings.addAll(goal.await(PATIENCE));
        double seconds =
                findings.isEmpty()
                        ? Math.max(0, (goal.reachedAt() - quietSince) / 1e9)
                        : PATIENCE.toSeconds();

        landscape.replicas.awaitStarted();
        landscape.replicas.requireAll();
        landscape.replicas.awaitLeader();
        KvTree end = landscape.follower.last().tree();
        List<Sight> sights = landscape.follower.take();
        List<Journal.Entry> journal = landscape.journal.take();
        findings.addAll(evidence(history, sights, journal).findings());
        findings.addAll(landscape.neighbours.findings(end));
        findings.addAll(RenderedCluster.findings(live(history), history, end));
        return new Outcome(
                schedule.changes().size(), journal.size(), landscape.releases(), seconds, findings);
    }

    /**
     * Brings the cluster to where the trial begins. Nothing fails yet; but what comes late of the
     * trial before is seen here, and what is lost is no less lost than in the end.
     */
    private List<Finding> prepare() throws InterruptedException {
        History history = history();
        landscape.administrator.prepare(schedule, history);
        List<Finding> findings = new ArrayList<>(new Goal(landscape, history).await(PATIENCE));
        List<Sight> sights = landscape.follower.take();
        findings.addAll(new Evidence(history, sights, landscape.journal.take()).findings());
        return findings;
    }

    private History history() {
        Map<String, Optional<Service>> services = new TreeMap<>();
        schedule.services()
                .forEach(
                        state ->
                                services.put(
                                        state.name(), landscape.administrator.find(state.name())));
        Map<String, NodeState> nodes =
                schedule.nodes().stream()
                        .map(node -> landscape.administrator.findNode(node.name()))
                        .collect(Collectors.toMap(NodeState::name, node -> node));
        return new History(Landscape.KEYS, services, Schedule.namesBehindGate(), nodes);
    }

    private List<Service> live(History history) {
        return schedule.services().stream()
                .flatMap(state -> history.versions(state.name()).last().stream())
                .toList();
    }

    /** What came before Consul lost its data, if it did: nobody is to be blamed for the rest. */
    private Evidence evidence(History history, List<Sight> sights, List<Journal.Entry> journal) {
        return new Evidence(
                history,
                sights.stream().filter(sight -> sight.tick() < lossTick).toList(),
                journal.stream().filter(entry -> entry.tick() < lossTick).toList());
    }

    /** Returns when the stream and the fault are over, and says since when. */
    private long play(History history) throws Exception {
        try (Player player = new Player()) {
            for (Schedule.Change change : schedule.changes()) {
                player.change(change.at(), () -> landscape.administrator.change(change, history));
            }
            player.fault(this::makeFault, schedule.faultAt(), lasts);
            player.awaitEnd();
        }
        return System.nanoTime();
    }

    private Injection.End makeFault() throws Exception {
        if (fault.losesData()) {
            lossTick = landscape.ticks.next();
        }
        return fault.injection().begin(landscape, random);
    }
}
