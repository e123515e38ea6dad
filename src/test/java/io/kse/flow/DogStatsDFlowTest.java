package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.UdpListener;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the whole program sends to a DogStatsD agent, by real UDP. */
@ExtendWith(RealServers.class)
class DogStatsDFlowTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final RealKubernetes kubernetes;
    private final RealConsul consul;

    DogStatsDFlowTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    @Test
    void sendsEveryNameOfTheOriginalWithItsTags() throws Exception {
        String namespace = kubernetes.newNamespace();
        String id = "prod-" + namespace + "-cart-http";
        try (UdpListener agent = UdpListener.open();
                OwnNodes nodes = new OwnNodes(kubernetes)) {
            String node = nodes.create("a", "10.0.0.1");
            RunningExporter exporter =
                    RunningExporter.start(
                            kubernetes,
                            consul,
                            namespace,
                            Map.of(
                                    "KSE_POD_NAME", "pod-1",
                                    "KSE_NODE_SELECTOR", nodes.selector(),
                                    "KSE_SERVICES_ENABLED", "true",
                                    "KSE_DOGSTATSD_PORT", String.valueOf(agent.port()),
                                    "KSE_DOGSTATSD_TAGS", "env:test,blue"));
            try {
                changeCart(namespace, exporter);
                awaitAll(
                        agent,
                        "start|g|#",
                        "kubernetes.service_handler.count|c|#handler:add,",
                        "kubernetes.service_handler.count|c|#handler:update,",
                        "kubernetes.service_handler.count|c|#handler:delete,",
                        "kubernetes.service_handler.time|ms|#handler:add,",
                        "kubernetes.service_handler.time|ms|#handler:update,",
                        "kubernetes.service_handler.time|ms|#handler:delete,",
                        "kubernetes.service_handler.queue.adds|c|#priority:0,",
                        "kubernetes.service_handler.queue.length|g|#priority:0,",
                        "kubernetes.node_handler|c|#handler:add,",
                        "nodes|g|#node:" + node + ",selector:" + nodes.selector() + ",",
                        "target.service.success|c|#handler:create,service:" + id + ",",
                        "target.service.success|c|#handler:update,service:" + id + ",",
                        "target.service.success|c|#handler:delete,service:" + id + ",",
                        "consul.kv.time|ms|#kv:leader,method:get,",
                        "consul.kv.time|ms|#kv:metadata,method:get,",
                        "consul.kv.time|ms|#kv:metadata,method:put,",
                        "consul.kv.time|ms|#kv:metadata,method:delete,",
                        "consul.kv.time|ms|#kv:nodes,method:put,",
                        "consul.kv.success|c|#kv:leader,method:get,",
                        "consul.kv.success|c|#kv:metadata,method:put,",
                        "consul.kv.success|c|#kv:nodes,method:put,",
                        "consul.service.time|ms|#method:get,",
                        "consul.service.time|ms|#method:put,service:" + id + ",",
                        "consul.service.success|c|#method:put,service:" + id + ",",
                        "consul.service.success|c|#method:delete,service:" + id + ",",
                        "consul.leadership.elected|c|#client_id:pod-1,");
            } finally {
                exporter.close();
            }
            awaitAll(
                    agent,
                    "shutdown|g|#",
                    "shutdown_time|ms|#",
                    "consul.leadership.relinquished|c|#client_id:pod-1,");
            assertThat(agent.lines())
                    .allMatch(line -> line.startsWith("kube-service-exporter."))
                    .allMatch(line -> line.endsWith("env:test,blue"));
            assertThat(agent.lines()).filteredOn(l -> l.contains(".start:")).hasSize(1);
            assertThat(agent.lines()).filteredOn(l -> l.contains(".shutdown:")).hasSize(1);
        }
    }

    private void changeCart(String namespace, RunningExporter exporter) {
        KubernetesClient client = kubernetes.client();
        String key = exporter.key(namespace, "cart", "http");
        client.resource(service(namespace, "cart").exported().port("http", 80).build()).create();
        exporter.awaitDocument(key, "hash");
        client.services()
                .inNamespace(namespace)
                .withName("cart")
                .edit(
                        cart -> {
                            cart.getMetadata()
                                    .getAnnotations()
                                    .put(
                                            "kube-service-exporter.github.com/load-balancer-class",
                                            "internal");
                            return cart;
                        });
        exporter.awaitDocument(key, "internal");
        await().atMost(SOON)
                .until(
                        () ->
                                new Agent(consul)
                                        .services("prod")
                                        .containsKey("prod-" + namespace + "-cart-http"));
        client.services().inNamespace(namespace).withName("cart").delete();
        exporter.awaitGone(key);
    }

    @Test
    void sendsNothingIfItIsOff() throws Exception {
        String namespace = kubernetes.newNamespace();
        try (UdpListener agent = UdpListener.open()) {
            try (RunningExporter exporter =
                    RunningExporter.start(
                            kubernetes,
                            consul,
                            namespace,
                            Map.of(
                                    "KSE_DOGSTATSD_ENABLED",
                                    "false",
                                    "KSE_DOGSTATSD_PORT",
                                    String.valueOf(agent.port())))) {
                kubernetes
                        .client()
                        .resource(service(namespace, "cart").exported().port("http", 80).build())
                        .create();
                exporter.awaitDocument(exporter.key(namespace, "cart", "http"), "hash");
            }

            assertThat(agent.lines()).isEmpty();
        }
    }

    private static void awaitAll(UdpListener agent, String... starts) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            for (String start : starts) {
                                assertThat(agent.kinds())
                                        .anyMatch(
                                                kind ->
                                                        kind.startsWith(
                                                                "kube-service-exporter." + start));
                            }
                        });
    }
}
