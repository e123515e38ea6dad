package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end, or stop for a while, or have no Consul: who leads, and what they say. */
@ExtendWith(RealServers.class)
class ReplicasTest {
    private static final Predicate<Request> WRITE = Request.saying("cas\"");
    private static final Predicate<Request> COMPARISON =
            request -> request.path().endsWith("/services/?keys");
    private static final String LEADS = "Leads cluster prod";

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final Path folder;
    private final Replicas replicas;

    ReplicasTest(RealKubernetes kubernetes, RealConsul consul, @TempDir Path folder) {
        this.kubernetes = kubernetes;
        this.folder = folder;
        this.consul = consul;
        this.replicas = new Replicas(kubernetes, consul, folder);
    }

    @AfterEach
    void stop() {
        replicas.close();
    }

    @SideBySide
    void anotherLeadsAfterTheLeaderIsKilledAndWritesWhatChangedMeanwhile() throws Exception {
        List.of("changes", "goes", "stays").forEach(replicas::create);
        ExporterProcess leader = replicas.start("pod-1");
        leader.awaitOutput(LEADS);
        ExporterProcess next = replicas.start("pod-2");
        next.awaitOutput("pod-1 leads");
        List.of("changes", "goes", "stays").forEach(name -> replicas.awaitDocument(name, "hash"));
        Map<String, String> before = replicas.documents();
        long begun = System.nanoTime();

        leader.kill();
        replicas.change("changes", "internal");
        replicas.delete("goes");

        next.awaitOutput(LEADS);
        Figures.since("SIGKILL of the leader to the next one", begun);
        assertSince(begun, Duration.ofSeconds(22));
        long leads = System.nanoTime();
        replicas.awaitDocument("changes", "internal");
        replicas.awaitGone("goes");
        Figures.since("the next leader to the last change", leads);
        assertSince(leads, Duration.ofSeconds(2));
        before.keySet().removeIf(key -> !key.equals(replicas.key("stays")));
        assertThat(replicas.documents())
                .containsOnlyKeys(replicas.key("changes"), replicas.key("stays"))
                .containsAllEntriesOf(before);
        await("what it says after Consul has answered").until(() -> next.count("[Changes]") >= 2);
        assertThat(next.count("[Changes]")).isEqualTo(2);
    }

    @SideBySide
    void handsOverOnSigtermWhileAChangeIsUnderWay() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            replicas.create("cart");
            ExporterProcess leader = replicas.start("pod-1", proxy.port());
            replicas.awaitDocument("cart", "hash");
            ExporterProcess next = replicas.start("pod-2");
            next.awaitOutput("pod-1 leads");
            proxy.fault(new Fault.Hang(), WRITE);
            long writes = count(proxy, WRITE);
            replicas.change("cart", "internal");
            await().until(() -> count(proxy, WRITE) > writes);
            long begun = System.nanoTime();

            leader.terminate();

            next.awaitOutput(LEADS);
            Figures.since("SIGTERM of the leader to the next one", begun);
            assertSince(begun, Duration.ofSeconds(2));
            replicas.awaitDocument("cart", "internal");
            assertEnds(leader, begun, "SIGTERM during a change to the end of the process");
        }
    }

    /** A rolling update must not drop traffic. */
    @SideBySide
    void leavesConsulServicesOnSigtermUnlessToldOtherwise() throws Exception {
        replicas.create("cart");
        replicas.with("KSE_SERVICES_ENABLED", "true");
        ExporterProcess first = replicas.start("pod-1");
        await().atMost(Replicas.SOON).until(() -> replicas.registered().size() == 1);

        first.terminate();
        assertThat(first.awaitExit()).isIn(0, 143);

        assertThat(replicas.registered()).hasSize(1);
        replicas.with("KSE_SERVICES_DEREGISTER_ON_EXIT", "true");
        ExporterProcess second = replicas.start("pod-2");
        second.awaitOutput(LEADS);

        second.terminate();
        assertThat(second.awaitExit()).isIn(0, 143);

        assertThat(replicas.registered()).isEmpty();
    }

    @SideBySide
    void endsOnSigtermWhileAComparisonIsUnderWay() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            proxy.fault(new Fault.Hang(), COMPARISON);
            ExporterProcess leader = replicas.start("pod-1", proxy.port());
            await().atMost(Replicas.SOON).until(() -> count(proxy, COMPARISON) == 1);
            long begun = System.nanoTime();

            leader.terminate();

            assertEnds(leader, begun, "SIGTERM during a comparison to the end of the process");
        }
    }

    /** With a change that waits for it. */
    @SideBySide
    void endsOnSigtermWhileConsulHangs() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.tcp(consul.port())) {
            replicas.create("cart");
            ExporterProcess leader = replicas.start("pod-1", proxy.port());
            replicas.awaitDocument("cart", "hash");
            proxy.fault(new Fault.Hang());
            replicas.change("cart", "internal");
            leader.awaitOutput("does not answer");
            long begun = System.nanoTime();

            leader.terminate();

            assertEnds(leader, begun, "SIGTERM while Consul hangs to the end of the process");
        }
    }

    /**
     * The leader's write is on its way for longer than its leadership. Its key is as it was when it
     * comes, so that only the fence can refuse it.
     */
    @SideBySide
    void theLateWriteOfALeaderThatStoodStillIsRefused() throws Exception {
        try (FaultyProxy arrival = FaultyProxy.http(consul.port());
                FaultyProxy delay = FaultyProxy.http(arrival.port())) {
            replicas.create("cart");
            replicas.create("other");
            ExporterProcess leader = replicas.start("pod-1", delay.port());
            replicas.awaitDocument("cart", "hash");
            ExporterProcess next = replicas.start("pod-2");
            next.awaitOutput("pod-1 leads");
            Map<String, String> before = replicas.documents();
            delay.faultOnce(new Fault.Delay(Duration.ofSeconds(26)), WRITE);
            replicas.change("cart", "internal");
            await().until(() -> count(delay, WRITE.and(Request.saying(replicas.key("cart")))) == 2);
            long writes = count(arrival, WRITE);

            leader.pause();
            replicas.change("cart", "");
            next.awaitOutput(LEADS);
            replicas.change("other", "internal");
            replicas.awaitDocument("other", "internal");
            leader.resume();

            leader.awaitOutput("pod-2 leads");
            await().atMost(Replicas.SOON).until(() -> count(arrival, WRITE) == writes + 1);
            replicas.change("other", "public");
            replicas.awaitDocument("other", "public");
            assertThat(replicas.documents())
                    .containsEntry(replicas.key("cart"), before.get(replicas.key("cart")));
            assertThat(next.output()).doesNotContain("Put " + replicas.key("cart"));
            assertThat(leader.count(LEADS)).isEqualTo(1);
        }
    }

    @SideBySide
    void oneOfTwoLeadsWhenConsulComesAfterThem() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            proxy.fault(new Fault.Refuse());
            replicas.create("cart");
            ExporterProcess one = replicas.start("pod-1", proxy.port());
            ExporterProcess two = replicas.start("pod-2", proxy.port());
            one.awaitOutput("does not answer");
            two.awaitOutput("does not answer");
            long begun = System.nanoTime();

            proxy.heal();

            replicas.awaitDocument("cart", "hash");
            Figures.since("Consul comes after its replicas, to the first document", begun);
            assertSince(begun, Duration.ofSeconds(5));
            await().atMost(Replicas.SOON)
                    .until(() -> one.count("Stands by") + two.count("Stands by") == 1);
            assertThat(one.count(LEADS) + two.count(LEADS)).isEqualTo(1);
        }
    }

    /** What was written is said too, one line for each key. */
    @SideBySide
    void saysInOneLineThatConsulIsAwayInOneThatItDoesNotLeadAndInOneWhatWasCaughtUp()
            throws Exception {
        try (RealConsul own = RealConsul.start(Files.createDirectory(folder.resolve("consul")));
                Replicas alone = new Replicas(kubernetes, own, folder)) {
            List.of("changes", "goes").forEach(alone::create);
            ExporterProcess leader = alone.start("pod-1");
            List.of("changes", "goes").forEach(name -> alone.awaitDocument(name, "hash"));
            leader.awaitOutput("compared");
            long before = leader.count("");

            own.kill();
            alone.change("changes", "internal");
            alone.delete("goes");
            alone.create("comes");
            await().atMost(Replicas.SOON).pollDelay(Duration.ofSeconds(15)).until(() -> true);
            List<String> said = leader.output().lines().skip(before).toList();
            own.restart();
            long begun = System.nanoTime();

            alone.awaitDocument("changes", "internal");
            alone.awaitDocument("comes", "hash");
            alone.awaitGone("goes");
            Figures.since("after 15 s, Consul answers to the last change", begun);
            assertSince(begun, Duration.ofSeconds(5));
            assertThat(said).hasSize(2);
            assertThat(said.get(0)).contains("WARN", "does not answer");
            assertThat(said.get(1)).contains("INFO", "Does not lead");
            leader.awaitOutput("caught up");
            List<String> all = leader.output().lines().skip(before).toList();
            Figures.since("outage of Consul said in " + all, begun);
            assertThat(all).filteredOn(line -> line.contains("WARN")).hasSize(1);
            assertThat(leader.output().lines().filter(line -> line.contains("caught up")))
                    .singleElement()
                    .asString()
                    .contains("INFO", "caught up: 2 written");
            assertThat(all)
                    .allMatch(
                            line ->
                                    line.matches(
                                            ".*(does not answer|caught up|compared|Does not lead|Leads|Put|Delete).*"));
        }
    }

    private static void assertEnds(ExporterProcess process, long begun, String figure)
            throws InterruptedException {
        assertThat(process.awaitExit()).isIn(0, 143);
        Figures.since(figure, begun);
        assertSince(begun, Duration.ofSeconds(3));
    }

    private static void assertSince(long begun, Duration most) {
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(most);
    }

    private static long count(FaultyProxy proxy, Predicate<Request> which) {
        return proxy.requests().stream().filter(which).count();
    }
}
