package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.FaultyProxy;
import io.kse.testbed.Figures;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What heartbeats cost: 1,000 Nodes of a real API server, each of which says every second that it
 * is alive. Takes a minute, so it runs by name only: script/test -Dtest=HeartbeatsFigures
 */
@ExtendWith(RealServers.class)
class HeartbeatsFigures {
    private static final int NODES = 1000;
    private static final int SECONDS = 30;

    @Test
    void costNoRequestToConsul(RealKubernetes kubernetes, RealConsul consul, @TempDir Path folder)
            throws Exception {
        ExecutorService kubelets = Executors.newFixedThreadPool(16);
        try (OwnNodes nodes = new OwnNodes(kubernetes);
                FaultyProxy proxy = FaultyProxy.http(consul.port());
                Replicas replicas = new Replicas(kubernetes, consul, folder)) {
            all(kubelets, i -> nodes.create("n" + i, "10.0." + i / 250 + "." + i % 250));
            ExporterProcess exporter =
                    replicas.with("KSE_NODE_SELECTOR", nodes.selector()).start("pod", proxy.port());
            await().atMost(Duration.ofSeconds(60)).until(() -> replicas.nodes() == NODES);
            long requestsBefore = transactions(proxy);
            Duration cpuBefore = exporter.cpuTime();
            AtomicInteger beats = new AtomicInteger();

            long begun = System.nanoTime();
            for (int second = 0; second < SECONDS; second++) {
                all(
                        kubelets,
                        i -> {
                            nodes.heartbeat("n" + i);
                            return beats.incrementAndGet();
                        });
                long next = begun + Duration.ofSeconds(second + 1L).toNanos();
                await().atMost(Duration.ofSeconds(2)).until(() -> System.nanoTime() - next > 0);
            }
            Figures.since(beats + " heartbeats of " + NODES + " Nodes", begun);
            Figures.length("CPU of the exporter for them", exporter.cpuTime().minus(cpuBefore));
            nodes.setSchedulable("n0", false);
            await().atMost(Duration.ofSeconds(60)).until(() -> replicas.nodes() == NODES - 1);

            int forTheCordon = 2;
            long forHeartbeats = transactions(proxy) - requestsBefore - forTheCordon;
            Figures.count("reads and writes of keys for them", forHeartbeats);
            assertThat(forHeartbeats).isZero();
        } finally {
            kubelets.shutdownNow();
        }
    }

    private interface OfNode<T> {
        T call(int number) throws Exception;
    }

    private static <T> void all(ExecutorService threads, OfNode<T> work) throws Exception {
        List<Callable<T>> calls =
                IntStream.range(0, NODES).<Callable<T>>mapToObj(i -> () -> work.call(i)).toList();
        for (var done : threads.invokeAll(calls)) {
            done.get();
        }
    }

    /** Sessions are renewed meanwhile, as always. */
    private static long transactions(FaultyProxy proxy) {
        return proxy.requests().stream()
                .filter(r -> r.path().startsWith("/v1/txn") || r.path().contains("keys"))
                .count();
    }
}
