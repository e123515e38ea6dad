package io.kse.cli;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.testbed.Figures;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the original to this program and back, as docs/migration.md has it: Consul is filled byte by
 * byte as the original fills it, and the original holds the lock.
 */
@ExtendWith(RealServers.class)
class TakeoverTest {
    private static final String LEADS = "Leads cluster " + GoldenCluster.CLUSTER;

    /** The only document with numbers that a double does not hold. */
    private static final String ROUNDED = "default-attrs-numbers-http";

    @TempDir private static Path folder;
    private static RealKubernetes kubernetes;
    private static GoldenCluster golden;

    private final RealConsul consul;
    private final String prefix;
    private final String own;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> original;
    private final String orphan;
    private final GoExporter old;

    TakeoverTest(RealConsul consul) {
        this.consul = consul;
        this.prefix = consul.newPrefix();
        this.own = kubernetes.newNamespace();
        this.original = golden.documents(prefix);
        this.orphan = GoldenCluster.key(prefix, own + "-gone-http");
        this.old = new GoExporter(consul, prefix, GoldenCluster.CLUSTER, "old-1");
        environment.put("KSE_CLUSTER_ID", GoldenCluster.CLUSTER);
        environment.put("KSE_POD_NAME", "new-1");
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", prefix);
        environment.put("KSE_NAMESPACE_LIST", String.join(",", golden.namespaces()) + "," + own);
        environment.put("KSE_NODE_SELECTOR", golden.selector());
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", String.valueOf(FreePorts.next()));
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
    }

    @BeforeAll
    static void fillCluster() {
        kubernetes = RealKubernetes.start(folder);
        golden = new GoldenCluster(kubernetes);
        assertThat(golden.refused())
                .containsExactly(
                        "default/exported-T",
                        "default/percluster-F",
                        "shop/behind-gateway-bad-sni");
    }

    @AfterAll
    static void stopCluster() {
        golden.close();
        kubernetes.close();
    }

    @AfterEach
    void close() {
        old.close();
    }

    /** With an orphan: its Service went while the original was down. */
    private void fillConsul() {
        assertThat(old.acquire()).isTrue();
        original.forEach(consul::put);
        consul.put(nodes(), golden.nodeList());
        consul.put(
                orphan,
                original.get(GoldenCluster.key(prefix, "default-plain-http"))
                        .replace("bcbd500ac17aa8ff", "1"));
    }

    private String nodes() {
        return prefix + "/nodes/" + GoldenCluster.CLUSTER;
    }

    /** A document that the original does not write any more; the key of it. */
    private String createMeanwhile() {
        kubernetes
                .client()
                .resource(service(own, "meanwhile").exported().port("http", 80).build())
                .create();
        return GoldenCluster.key(prefix, own + "-meanwhile-http");
    }

    /** Without the lock. */
    private Map<String, Long> indexes() {
        Map<String, Long> indexes = new TreeMap<>(consul.indexes(prefix));
        indexes.remove(prefix + "/leadership/" + GoldenCluster.CLUSTER + "-leader");
        return indexes;
    }

    private ExporterProcess start() throws Exception {
        return ExporterProcess.start(folder, environment);
    }

    /** It would write by now if it led. */
    private void awaitKnown(String key) {
        await(key)
                .atMost(Duration.ofSeconds(30))
                .until(() -> get("/explain/" + own + "/meanwhile").contains(key));
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + environment.get("KSE_HTTP_PORT") + path);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @SideBySide
    void waitsForTheOriginalAndRewritesOnlyWhatItHadRounded() throws Exception {
        fillConsul();
        Map<String, Long> before = consul.indexes(prefix);
        try (ExporterProcess exporter = start()) {
            exporter.awaitOutput("old-1 leads");
            String fresh = createMeanwhile();
            awaitKnown(fresh);
            assertThat(consul.indexes(prefix)).isEqualTo(before);

            long begun = System.nanoTime();
            old.stop();

            exporter.awaitOutput(LEADS);
            Figures.since("the original is stopped, to our lead", begun);
            exporter.awaitOutput("compared");
            before.remove(prefix + "/leadership/" + GoldenCluster.CLUSTER + "-leader");
            assertTakenOver(before, fresh);
            assertThat(exporter.count("[Changes]")).isEqualTo(3);
        }
    }

    private void assertTakenOver(Map<String, Long> before, String fresh) {
        Map<String, Long> after = indexes();
        Set<String> rewritten = new TreeSet<>(original.keySet());
        rewritten.removeIf(key -> after.get(key).equals(before.get(key)));
        Figures.count(
                "takeover from the original: rewritten",
                "%d of %d documents: %s".formatted(rewritten.size(), original.size(), rewritten));
        assertThat(rewritten).containsExactly(GoldenCluster.key(prefix, ROUNDED));
        assertThat(after.get(nodes())).isEqualTo(before.get(nodes()));
        Set<String> all = new TreeSet<>(before.keySet());
        all.remove(orphan);
        all.add(fresh);
        assertThat(after).containsOnlyKeys(all);
        assertThat(consul.get(GoldenCluster.key(prefix, ROUNDED)).orElseThrow())
                .contains("12345678901234567890", "9007199254740993");
    }

    /** Consul keeps the lock back for its lock-delay of 15 s, since nobody has given it back. */
    @SideBySide
    void takesOverWhenTheSessionOfTheOriginalEnds() throws Exception {
        fillConsul();
        try (ExporterProcess exporter = start()) {
            exporter.awaitOutput("old-1 leads");
            Map<String, Long> before = indexes();

            long begun = System.nanoTime();
            old.end();

            exporter.awaitOutput(LEADS);
            Figures.since("the session of the original ends, to our lead", begun);
            assertThat(sinceSeconds(begun)).isGreaterThanOrEqualTo(14);
            exporter.awaitOutput("compared");
            assertThat(consul.get(orphan)).isEmpty();
            before.keySet().removeAll(Set.of(orphan, GoldenCluster.key(prefix, ROUNDED)));
            assertThat(indexes()).containsAllEntriesOf(before);
        }
    }

    /** A session lives for twice its TTL at most without a renewal, then comes the lock-delay. */
    @SideBySide
    void takesOverWhenTheOriginalIsKilled() throws Exception {
        fillConsul();
        try (ExporterProcess exporter = start()) {
            exporter.awaitOutput("old-1 leads");
            old.renew();
            long begun = System.nanoTime();

            exporter.awaitOutput(LEADS);

            Figures.since("the original is killed after a renewal, to our lead", begun);
            assertThat(sinceSeconds(begun)).isGreaterThanOrEqualTo(29);
        }
    }

    @SideBySide
    void leavesTheLockToTheOriginalWhenItIsStoppedAndNothingThatItWouldRewrite() throws Exception {
        fillConsul();
        old.stop();
        try (ExporterProcess exporter = start();
                GoExporter back = new GoExporter(consul, prefix, GoldenCluster.CLUSTER, "old-2")) {
            exporter.awaitOutput("compared");
            assertThat(back.acquire()).isFalse();
            assertThat(back.acquire()).isFalse();
            Map<String, Long> before = indexes();

            long begun = System.nanoTime();
            exporter.terminate();

            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(100))
                    .until(back::acquire);
            Figures.since("we are stopped, to the lead of the original", begun);
            assertThat(exporter.awaitExit()).isEqualTo(143);
            assertThat(indexes()).isEqualTo(before);
            assertThat(wouldBeRewritten()).isEmpty();
        }
    }

    /** The original reads nothing of a document but its hash, and of the list all bytes. */
    private Set<String> wouldBeRewritten() throws Exception {
        Set<String> keys = new TreeSet<>();
        for (Map.Entry<String, String> entry : original.entrySet()) {
            if (!hash(consul.get(entry.getKey()).orElseThrow()).equals(hash(entry.getValue()))) {
                keys.add(entry.getKey());
            }
        }
        if (!consul.get(nodes()).orElseThrow().equals(golden.nodeList())) {
            keys.add(nodes());
        }
        return keys;
    }

    private static String hash(String document) throws Exception {
        return new ObjectMapper().readTree(document).get("hash").textValue();
    }

    /** What the guide says to look at before the switch. */
    @SideBySide
    void diffSaysBeforeTheSwitchWhatWillBeWritten() {
        fillConsul();
        Map<String, Long> before = consul.indexes(prefix);

        Run run = Run.in(environment, new byte[0], "diff");

        Figures.count("diff before the switch", "\n" + run.out());
        assertThat(run.exitCode()).isEqualTo(2);
        List<String> lines = run.out().lines().toList();
        assertThat(lines)
                .hasSize(3)
                .anyMatch(line -> line.startsWith("- " + orphan + ": orphan"))
                .anyMatch(line -> line.startsWith("~ " + GoldenCluster.key(prefix, ROUNDED)));
        assertThat(lines.get(2)).isEqualTo("1 to write, 1 to delete");
        assertThat(consul.indexes(prefix)).isEqualTo(before);
    }

    /** A port 0 of a Service without a NodePort, and two addresses in the order of their Node. */
    @SideBySide
    void diffSaysWhatTheOriginalPublishesThatWeDoNot() {
        fillConsul();
        kubernetes.client().resource(withoutNodePort()).create();
        String zero = GoldenCluster.key(prefix, own + "-none-http");
        consul.put(
                zero,
                "{\"hash\":\"1\",\"ClusterName\":\"%s\",\"port\":0,\"backend_protocol\":\"http\"}"
                        .formatted(GoldenCluster.CLUSTER));
        consul.put(nodes(), golden.nodeListInTheOrderOfTheNodes());

        Run run = Run.in(environment, new byte[0], "diff");

        Figures.count(
                "diff of what the original publishes and we do not", "\n" + run.out() + run.err());
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("- " + zero))
                .contains("~ " + nodes() + ": drift: the same nodes, but written in another way");
    }

    private Service withoutNodePort() {
        return new ServiceBuilder(service(own, "none").exported().port("http", 80).build())
                .editSpec()
                .withType("LoadBalancer")
                .withAllocateLoadBalancerNodePorts(false)
                .editFirstPort()
                .withNodePort(null)
                .endPort()
                .endSpec()
                .build();
    }

    private static long sinceSeconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }
}
