package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the comparison finds that no event told; with routes that a user has tuned to compare five
 * times a second.
 */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class ResyncTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final String namespace;
    private final Map<String, String> often = new HashMap<>();

    ResyncTest(RealKubernetes kubernetes, RealConsul consul, @TempDir Path folder)
            throws IOException {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace = kubernetes.newNamespace();
        Path routes =
                TunedRoutes.copyTo(folder.resolve("routes"))
                        .replace("resync.camel.yaml", "\"{{kse.resync.period}}\"", "\"200\"")
                        .folder();
        often.put("KSE_ROUTES", routes.toString());
    }

    @SideBySide
    void repairsWhatSomebodyElseWrote() throws Exception {
        try (RunningExporter exporter = started()) {
            String key = exporter.key(namespace, "cart", "http");
            String published = exporter.awaitDocument(key, "hash");

            consul.put(key, published.replace("\"port\":3", "\"port\":4"));

            exporter.awaitDocument(key, published);
        }
    }

    @SideBySide
    void writesAgainWhatIsMissing() throws Exception {
        try (RunningExporter exporter = started()) {
            String key = exporter.key(namespace, "cart", "http");
            exporter.awaitDocument(key, "hash");

            consul.delete(key);

            exporter.awaitDocument(key, "hash");
        }
    }

    @SideBySide
    void repairsTheListOfNodes() throws Exception {
        try (OwnNodes nodes = new OwnNodes(kubernetes)) {
            nodes.create("a", "10.0.0.1");
            nodes.create("b", "10.0.0.2");
            often.put("KSE_NODE_SELECTOR", nodes.selector());
            try (RunningExporter exporter = started()) {
                String key = exporter.prefix() + "/nodes/" + RunningExporter.CLUSTER;
                String published = exporter.awaitDocument(key, nodes.full("b"));

                consul.put(key, published.replace("10.0.0.2", "10.0.0.9"));

                exporter.awaitDocument(key, published);
            }
        }
    }

    @SideBySide
    void repairsAndPrunesConsulServices() throws Exception {
        String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);
        String cart = "%s-%s-cart-http".formatted(cluster, namespace);
        Agent agent = new Agent(consul);
        often.put("KSE_CLUSTER_ID", cluster);
        often.put("KSE_SERVICES_ENABLED", "true");
        try (RunningExporter exporter = started()) {
            eventually().until(() -> agent.services(cluster).containsKey(cart));
            int port = agent.services(cluster).get(cart).get("Port").asInt();

            agent.register(registration(cart, cluster));
            agent.register(registration(cluster + "-nobody-wants-it", cluster));

            eventually()
                    .untilAsserted(
                            () -> {
                                assertThat(agent.services(cluster)).containsOnlyKeys(cart);
                                assertThat(agent.services(cluster).get(cart).get("Port").asInt())
                                        .isEqualTo(port);
                            });
        }
        agent.deregister(cart);
    }

    private static String registration(String id, String cluster) {
        return "{\"ID\":\"%1$s\",\"Name\":\"%1$s\",\"Tags\":[\"%2$s\",\"kube-service-exporter\"],\"Port\":1}"
                .formatted(id, cluster);
    }

    private RunningExporter started() throws Exception {
        kubernetes
                .client()
                .resource(service(namespace, "cart").exported().port("http", 80).build())
                .create();
        return RunningExporter.start(kubernetes, consul, namespace, often);
    }
}
