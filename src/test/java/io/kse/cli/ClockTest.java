package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.FakeTime;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process whose wall clock is set while it leads; where there is libfaketime. */
@ExtendWith(RealServers.class)
@EnabledIf("io.kse.testbed.FakeTime#exists")
class ClockTest {
    private static final Predicate<Request> RENEWAL = Request.of("PUT", "/v1/session/renew/");
    private static final String LEADS = "Leads cluster prod";

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final FakeTime time;
    private final Replicas replicas;

    ClockTest(RealKubernetes kubernetes, RealConsul consul, @TempDir Path folder) throws Exception {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.time = new FakeTime(folder);
        this.replicas = new Replicas(kubernetes, consul, folder);
        time.environment().forEach(replicas::with);
    }

    @AfterEach
    void stop() {
        replicas.close();
    }

    /** Without TLS: a certificate of the API server is not valid in three days. */
    @SideBySide
    void leadsOnWhateverItsClockSays() throws Exception {
        try (FaultyProxy toKubernetes = FaultyProxy.https(kubernetes);
                FaultyProxy toConsul = FaultyProxy.http(consul.port())) {
            replicas.with("KUBECONFIG", kubernetes.kubeconfigAt(toKubernetes.url()).toString());
            replicas.create("cart");
            ExporterProcess leader = replicas.start("pod-1", toConsul.port());
            replicas.awaitDocument("cart", "hash");

            for (int hours : new int[] {72, -1_000, 0}) {
                time.shift(Duration.ofHours(hours));
                replicas.change("cart", "in-" + hours);
                replicas.awaitDocument("cart", "\"in-" + hours + "\"");
                await().untilAsserted(() -> assertSaysIt(leader));
                awaitRenewals(toConsul, 1);
            }

            assertThat(leader.count(LEADS)).as(leader.output()).isOne();
            assertThat(leader.output().lines())
                    .filteredOn(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .allMatch(line -> line.contains("no Node is seen"));
        }
    }

    private void assertSaysIt(ExporterProcess process) {
        String last = process.output().lines().reduce("", (a, b) -> b);
        Instant said = OffsetDateTime.parse(last.split(" ")[0]).toInstant();
        assertThat(Duration.between(said, time.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    private static void awaitRenewals(FaultyProxy proxy, int more) {
        long before = count(proxy);
        await().atMost(Replicas.SOON).until(() -> count(proxy) >= before + more);
    }

    private static long count(FaultyProxy proxy) {
        return proxy.requests().stream().filter(RENEWAL).count();
    }
}
