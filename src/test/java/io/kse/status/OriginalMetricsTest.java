package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.node.ClusterNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.testbed.UdpListener;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against real UDP. */
class OriginalMetricsTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("prod"));
    private static final Duration TIME = Duration.ofNanos(12_500_000);

    private UdpListener listener;
    private DogStatsD agent;
    private OriginalMetrics metrics;

    @BeforeEach
    void open() throws SocketException {
        listener = UdpListener.open();
        agent =
                new DogStatsD(
                        new Datagrams("127.0.0.1", listener.port()),
                        List.of("env:test", "blue"),
                        Duration.ofMillis(50));
        metrics = new OriginalMetrics(agent, KEYS, "pod-1");
    }

    @AfterEach
    void close() {
        metrics.close();
        listener.close();
    }

    @Test
    void sayTheProgramsStartAndEndOnce() {
        metrics.started();
        metrics.nodes(Optional.empty());
        awaitLine("kube-service-exporter.start:1|g|#env:test,blue");
        metrics.stopping();
        metrics.stopped(TIME);
        metrics.close();

        awaitLine("kube-service-exporter.shutdown:1|g|#env:test,blue");
        awaitLine("kube-service-exporter.shutdown_time:12.5|ms|#env:test,blue");
        assertThat(listener.lines()).filteredOn(line -> line.contains(".start:")).hasSize(1);
    }

    @Test
    void tellOfEvents() {
        metrics.serviceEvent("add", TIME);
        metrics.nodeEvent("delete");
        metrics.queue(() -> 3, () -> 7);

        awaitLine("kube-service-exporter.kubernetes.service_handler.count:1|c|#handler:add");
        awaitLine("kube-service-exporter.kubernetes.service_handler.time:12.5|ms|#handler:add");
        awaitLine("kube-service-exporter.kubernetes.node_handler:1|c|#handler:delete");
        awaitLine("kube-service-exporter.kubernetes.service_handler.queue.adds:7|c|#priority:0");
        awaitLine("kube-service-exporter.kubernetes.service_handler.queue.length:3|g|#priority:0");
    }

    @Test
    void tellOfNodesWhileTheyAreThere() {
        metrics.nodes(export("role=edge", Nodes.readyNode("a", "10.0.0.1"), "b"));
        awaitLine("kube-service-exporter.nodes:1|g|#node:a,selector:role=edge");
        awaitLine("kube-service-exporter.nodes:1|g|#node:b,selector:role=edge");

        metrics.nodes(export("role=edge", Nodes.readyNode("a", "10.0.0.1"), ""));

        awaitMore("node:a");
        long before = count("node:b");
        awaitMore("node:a");
        assertThat(count("node:b")).isEqualTo(before);
    }

    /** What was on its way has come by then. */
    private void awaitMore(String part) {
        long before = count(part);
        await().until(() -> count(part) > before + 5);
    }

    private static Optional<NodeExport> export(String selector, Nodes node, String other) {
        List<ClusterNode> nodes =
                other.isEmpty()
                        ? List.of(node.label("role", "edge").read())
                        : List.of(
                                node.label("role", "edge").read(),
                                Nodes.readyNode(other, "10.0.0.9").label("role", "edge").read());
        return Optional.of(NodeExport.of(nodes, NodeSelectors.parse(selector, 1), Instant.EPOCH));
    }

    @Test
    void tellOfWhatConsulWasAskedFor() {
        metrics.read(true, TIME);
        metrics.lockRead(false, TIME);
        metrics.changed(
                new Transaction(List.of(put("new", 0), put("old", 7), delete("gone"))), true, TIME);
        metrics.changed(new Transaction(List.of(new Put(KEYS.nodes(), "[]", 3, ""))), false, TIME);
        metrics.changed(new Transaction(List.of(put("denied", 0))), false, TIME);

        awaitLine("kube-service-exporter.consul.kv.time:12.5|ms|#kv:metadata,method:get");
        awaitLine("kube-service-exporter.consul.kv.success:1|c|#kv:metadata,method:get");
        awaitLine("kube-service-exporter.consul.kv.fail:1|c|#kv:leader,method:get");
        awaitLine("kube-service-exporter.consul.kv.success:2|c|#kv:metadata,method:put");
        awaitLine("kube-service-exporter.consul.kv.success:1|c|#kv:metadata,method:delete");
        awaitLine("kube-service-exporter.consul.kv.fail:1|c|#kv:nodes,method:put");
        awaitLine("kube-service-exporter.target.service.success:1|c|#handler:create,service:new");
        awaitLine("kube-service-exporter.target.service.success:1|c|#handler:update,service:old");
        awaitLine("kube-service-exporter.target.service.success:1|c|#handler:delete,service:gone");
        awaitLine("kube-service-exporter.target.service.fail:1|c|#handler:create,service:denied");
    }

    @Test
    void tellOfTheAgentAndOfTheLeadership() {
        metrics.registrationsRead(true, TIME);
        metrics.registered("cart", false, true, TIME);
        metrics.registered("pay", true, false, TIME);
        metrics.elected();
        metrics.relinquished();

        awaitLine("kube-service-exporter.consul.service.time:12.5|ms|#method:get");
        awaitLine("kube-service-exporter.consul.service.time:12.5|ms|#method:put,service:cart");
        awaitLine("kube-service-exporter.consul.service.success:1|c|#method:put,service:cart");
        awaitLine("kube-service-exporter.consul.service.fail:1|c|#method:delete,service:pay");
        awaitLine("kube-service-exporter.consul.leadership.elected:1|c|#client_id:pod-1");
        awaitLine("kube-service-exporter.consul.leadership.relinquished:1|c|#client_id:pod-1");
    }

    @Test
    void forgetServicesThatAreGone() {
        metrics.changed(new Transaction(List.of(put("cart", 0), put("pay", 0))), true, TIME);
        metrics.registered("cart", false, true, TIME);
        assertThat(agent.owners()).isEqualTo(2);

        metrics.changed(new Transaction(List.of(delete("cart"))), true, TIME);

        assertThat(agent.owners()).isEqualTo(1);
        metrics.relinquished();
        assertThat(agent.owners()).isZero();
    }

    @Test
    void letNobodyAddTagsOrLines() {
        metrics.registered("a,b|c#d\nkube:1|c", false, true, TIME);

        awaitLine("kube-service-exporter.consul.service.success:1|c|#method:put,service:a_b_c_d_");
    }

    @Test
    void fillPacketsThatFitIntoAnyNetwork() {
        List<KvChange> many =
                IntStream.range(0, 300).<KvChange>mapToObj(i -> put("service-" + i, 0)).toList();

        metrics.changed(new Transaction(many), true, TIME);

        awaitLine(
                "kube-service-exporter.target.service.success:1|c|#handler:create,service:service-299");
        assertThat(listener.sizes()).allMatch(size -> size <= 1_400).hasSizeLessThan(60);
    }

    private static Put put(String service, long index) {
        return new Put(key(service), "{}", index, "new");
    }

    private static Delete delete(String service) {
        return new Delete(key(service), 5, "gone");
    }

    private static KvKey key(String service) {
        return new KvKey("kse/services/%s/clusters/prod".formatted(service));
    }

    private long count(String part) {
        return listener.lines().stream().filter(line -> line.contains(part)).count();
    }

    private void awaitLine(String start) {
        await().untilAsserted(
                        () -> assertThat(listener.lines()).anyMatch(l -> l.startsWith(start)));
    }
}
