package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.Services;
import io.kse.status.Notices;
import io.kse.testbed.Figures;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services whose traffic comes through another one. */
@ExtendWith(RealServers.class)
class DependentsTest {
    private static final Logger LOG = LoggerFactory.getLogger(DependentsTest.class);
    private static final int DEPENDENTS = 50;

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNamespace namespace;
    private RunningExporter exporter;

    DependentsTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @BeforeEach
    void start() throws Exception {
        exporter = namespace.start();
    }

    @AfterEach
    void stop() {
        exporter.close();
    }

    @Test
    void followANodePortTogether() {
        namespace.create(gateway());
        for (int i = 0; i < DEPENDENTS; i++) {
            namespace.create(behindGateway("s-" + i));
        }
        eventually().until(() -> documents().size() == DEPENDENTS);
        namespace.barrier(exporter, "barrier");

        int nodePort = namespace.moveNodePort("gateway");
        final long begun = System.nanoTime();

        eventually()
                .until(() -> documents().values().stream().allMatch(json -> has(json, nodePort)));
        Figures.since("NodePort of an ingress Service with 50 dependents changed", begun);
        Set<Long> transactions =
                Set.copyOf(
                        consul.indexes(namespace.prefix + "/services/").entrySet().stream()
                                .filter(entry -> entry.getKey().contains("-s-"))
                                .map(Map.Entry::getValue)
                                .collect(Collectors.toSet()));
        LOG.info("FIGURE transactions of 50 dependents: {}", transactions.size());
        assertThat(transactions).hasSize(1);
    }

    /** The NodePort of the named one counts, not of that which it points to itself. */
    @Test
    void doNotFollowAChain() {
        namespace.create(gateway());
        Service middle = namespace.create(behindGateway("middle"));
        namespace.create(namespace.exported("cart").through(namespace.name, "middle", "http"));

        String cart = exporter.awaitDocument(namespace.key("cart"), "ingress_sni");
        exporter.awaitDocument(namespace.key("middle"), "ingress_sni");
        int nodePort = namespace.moveNodePort("gateway");

        String moved = "\"port\":" + nodePort + ",";
        exporter.awaitDocument(namespace.key("middle"), moved);
        namespace.barrier(exporter, "barrier");
        assertThat(has(cart, nodePort(middle))).isTrue();
        assertThat(namespace.get(namespace.key("cart"))).contains(cart);
    }

    @Test
    void keepWhatTheyHaveWhileTheIngressServiceIsGone() {
        try (LogLines log = new LogLines(Notices.class)) {
            namespace.create(gateway());
            namespace.create(behindGateway("cart"));
            String before = exporter.awaitDocument(namespace.key("cart"), "ingress_sni");

            namespace.delete("gateway");
            namespace.create(behindGateway("late"));
            namespace.barrier(exporter, "barrier");

            assertThat(namespace.get(namespace.key("cart"))).contains(before);
            assertThat(namespace.get(namespace.key("late"))).isEmpty();
            assertWaits(log, "cart", "does not exist");
            assertWaits(log, "late", "does not exist");

            Service another = namespace.create(gateway());

            exporter.awaitDocument(namespace.key("late"), "\"port\":" + nodePort(another) + ",");
            exporter.awaitDocument(namespace.key("cart"), "\"port\":" + nodePort(another) + ",");
            assertWaitsNoMore(log, "cart");
            assertWaitsNoMore(log, "late");
        }
    }

    @Test
    void keepWhatTheyHaveWhileTheNamedPortHasNoNodePort() {
        try (LogLines log = new LogLines(Notices.class)) {
            namespace.create(gateway());
            namespace.create(behindGateway("cart"));
            String before = exporter.awaitDocument(namespace.key("cart"), "ingress_sni");

            withoutNodePort();
            namespace.create(behindGateway("late"));
            namespace.barrier(exporter, "barrier");

            assertThat(namespace.get(namespace.key("cart"))).contains(before);
            assertThat(namespace.get(namespace.key("late"))).isEmpty();
            assertWaits(log, "cart", "has no NodePort");
            assertWaits(log, "late", "has no NodePort");

            namespace.edit("gateway", old -> old.editSpec().withType("LoadBalancer").endSpec());

            exporter.awaitDocument(namespace.key("late"), "ingress_sni");
            eventually().until(() -> log.of("/cart: nothing stands").size() == 1);
            assertWaitsNoMore(log, "late");
        }
    }

    /** One that comes only then is published with its own ports, as by the original. */
    @Test
    void stayBehindTheIngressServiceWhenItsPortIsRenamed() {
        try (LogLines log = new LogLines(Notices.class)) {
            namespace.create(gateway());
            namespace.create(behindGateway("cart"));
            String before = exporter.awaitDocument(namespace.key("cart"), "ingress_sni");

            namespace.edit(
                    "gateway",
                    old -> old.editSpec().editFirstPort().withName("https").endPort().endSpec());
            Service late = namespace.create(behindGateway("late"));
            namespace.barrier(exporter, "barrier");

            assertThat(namespace.get(namespace.key("cart"))).contains(before);
            assertThat(log.of("/cart: "))
                    .singleElement()
                    .asString()
                    .contains("of ingress Service ", "is not there");
            assertThat(namespace.get(namespace.key("late")).orElseThrow())
                    .contains("\"port\":" + nodePort(late) + ",")
                    .doesNotContain("ingress_sni");

            namespace.annotate("cart", "ingress-service-port-name", "https");

            assertWaitsNoMore(log, "cart");
            namespace.barrier(exporter, "another");
            assertThat(namespace.get(namespace.key("cart"))).contains(before);
        }
    }

    private static void assertWaits(LogLines log, String service, String why) {
        assertThat(log.of("/" + service + ": "))
                .singleElement()
                .asString()
                .contains("waits for its ingress Service", why);
    }

    private static void assertWaitsNoMore(LogLines log, String service) {
        eventually().until(() -> log.of("/" + service + ": ").size() == 2);
        assertThat(log.of("/" + service + ": ")).last().asString().contains("nothing stands");
    }

    private Services gateway() {
        return namespace.service("gateway").port("tls", 443);
    }

    private Services behindGateway(String name) {
        return namespace.exported(name).through(namespace.name, "gateway", "tls");
    }

    private void withoutNodePort() {
        namespace.edit(
                "gateway",
                old ->
                        old.editSpec()
                                .withType("ClusterIP")
                                .withAllocateLoadBalancerNodePorts(null)
                                .editFirstPort()
                                .withNodePort(null)
                                .endPort()
                                .endSpec());
    }

    private Map<String, String> documents() {
        Map<String, String> documents = exporter.documents();
        documents.keySet().removeIf(key -> !key.contains("-s-"));
        return documents;
    }

    private static boolean has(String json, int nodePort) {
        return json.contains("\"port\":" + nodePort + ",");
    }

    private static int nodePort(Service service) {
        return service.getSpec().getPorts().get(0).getNodePort();
    }
}
