package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import io.kse.testbed.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exported ports as Consul Services of an agent; see also the same with an old Consul. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrationsTest {
    private final RealKubernetes kubernetes;
    private RealConsul consul;
    private Agent agent;

    RegistrationsTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        consul = startConsul(folder);
        agent = new Agent(consul);
    }

    RealConsul startConsul(Path folder) {
        return RealConsul.start(folder);
    }

    @AfterAll
    void stop() {
        consul.close();
    }

    /** A cluster of its own, whose exporters register Consul Services. */
    private final class Cluster {
        final String id = "c" + UUID.randomUUID().toString().substring(0, 8);
        final OwnNamespace namespace = new OwnNamespace(kubernetes, consul);

        Cluster() {
            namespace.with("KSE_CLUSTER_ID", id).with("KSE_SERVICES_ENABLED", "true");
        }

        String id(String service) {
            return "%s-%s-%s-http".formatted(id, namespace.name, service);
        }

        Map<String, JsonNode> registered() {
            return agent.services(id);
        }

        void await(String... services) {
            String[] ids = Stream.of(services).map(this::id).toArray(String[]::new);
            eventually().untilAsserted(() -> assertThat(registered()).containsOnlyKeys(ids));
        }

        /** Everything before it has been dealt with. */
        void barrier(String service) {
            namespace.create(namespace.exported(service));
            eventually().until(() -> registered().containsKey(id(service)));
        }

        int documents() {
            return consul.keys(namespace.prefix + "/services/").size();
        }

        int nodePort(Service service) {
            return service.getSpec().getPorts().get(0).getNodePort();
        }
    }

    @SideBySide
    void registersExactlyWhatTheOriginalDoes() throws Exception {
        Cluster cluster = new Cluster();
        Service cart = cluster.namespace.create(cluster.namespace.exported("cart"));

        try (RunningExporter exporter = cluster.namespace.start()) {
            cluster.await("cart");
        }

        String id = cluster.id("cart");
        JsonNode service = cluster.registered().get(id);
        assertThat(service.get("ID").asText()).isEqualTo(id);
        assertThat(service.get("Service").asText()).isEqualTo(id);
        assertThat(service.get("Tags").toString())
                .isEqualTo("[\"%s\",\"kube-service-exporter\"]".formatted(cluster.id));
        assertThat(service.get("Address").asText()).isEqualTo("127.0.0.1");
        assertThat(service.get("Port").asInt()).isEqualTo(cluster.nodePort(cart));
        Map<String, JsonNode> checks = agent.checks(cluster.id);
        assertThat(checks).containsOnlyKeys("service:" + id);
        assertThat(checks.get("service:" + id).get("Name").asText()).isEqualTo("NodePort");
        assertThat(checks.get("service:" + id).path("Type").asText()).isEqualTo("tcp");
        assertThat(checks.get("service:" + id).path("Interval").asText("10s")).isIn("10s", "");
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(
                                                agent.checks(cluster.id)
                                                        .get("service:" + id)
                                                        .get("Output")
                                                        .asText())
                                        .contains("127.0.0.1:" + cluster.nodePort(cart)));
    }

    /** A run asks what Services want while the list of nodes waits for quiet. */
    @SideBySide
    void takeNoChangeFromTheListOfNodes() throws Exception {
        Cluster cluster = new Cluster();
        String key = cluster.namespace.prefix + "/nodes/" + cluster.id;
        try (OwnNodes nodes = new OwnNodes(kubernetes)) {
            nodes.create("a", "10.0.0.1");
            nodes.create("b", "10.0.0.2");
            cluster.namespace.with("KSE_NODE_SELECTOR", nodes.selector());
            try (RunningExporter exporter = cluster.namespace.start()) {
                eventually().until(() -> consul.get(key).orElse("").contains("10.0.0.2"));

                nodes.setSchedulable("b", false);
                cluster.barrier("cart");

                eventually().until(() -> !consul.get(key).orElseThrow().contains("10.0.0.2"));
            }
        }
    }

    @SideBySide
    void writesNothingTwice() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            Cluster cluster = new Cluster();
            cluster.namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            cluster.namespace.createMany("cart", 3);
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.await("cart-0", "cart-1", "cart-2");
                cluster.namespace.annotate("cart-0", "load-balancer-class", "other");
                cluster.barrier("barrier");
            }
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.barrier("barrier-2");
            }

            List<Request> writes =
                    proxy.requests().stream()
                            .filter(Request.of("PUT", "/v1/agent/service"))
                            .toList();
            assertThat(writes).hasSize(5);
            assertThat(writes.get(0).body())
                    .contains("\"Check\":{\"Name\":\"NodePort\",\"TCP\":\"127.0.0.1:")
                    .contains("\"Interval\":\"10s\"}}");
        }
    }

    @SideBySide
    void followsChangesAndDeletions() throws Exception {
        Cluster cluster = new Cluster();
        cluster.namespace.createMany("cart", 4);
        try (RunningExporter exporter = cluster.namespace.start()) {
            cluster.await("cart-0", "cart-1", "cart-2", "cart-3");
            int before = cluster.registered().get(cluster.id("cart-0")).get("Port").asInt();

            cluster.namespace.edit(
                    "cart-0",
                    old ->
                            old.editSpec()
                                    .editFirstPort()
                                    .withNodePort(null)
                                    .withPort(81)
                                    .endPort()
                                    .withType("ClusterIP")
                                    .endSpec());
            cluster.await("cart-1", "cart-2", "cart-3");
            cluster.namespace.unexport("cart-1");
            cluster.namespace.delete("cart-2");
            cluster.await("cart-3");
            cluster.namespace.edit("cart-0", old -> old.editSpec().withType("NodePort").endSpec());
            cluster.await("cart-0", "cart-3");

            assertThat(cluster.registered().get(cluster.id("cart-0")).get("Port").asInt())
                    .isNotZero()
                    .isNotEqualTo(before);
        }
    }

    @SideBySide
    void keepsWhatARefusedServiceHasAlsoThroughARestart() throws Exception {
        Cluster cluster = new Cluster();
        cluster.namespace.createMany("cart", 4);
        try (RunningExporter exporter = cluster.namespace.start()) {
            cluster.await("cart-0", "cart-1", "cart-2", "cart-3");
            cluster.namespace.annotate("cart-0", "exported", "ture");
            cluster.namespace.annotate("cart-1", "load-balancer-listen-port", "http");
            cluster.barrier("barrier");
            cluster.await("cart-0", "cart-1", "cart-2", "cart-3", "barrier");
        }
        cluster.namespace.delete("cart-2");
        try (RunningExporter exporter = cluster.namespace.start()) {
            cluster.await("cart-0", "cart-1", "cart-3", "barrier");
            cluster.barrier("barrier-2");
            cluster.await("cart-0", "cart-1", "cart-3", "barrier", "barrier-2");
        }
    }

    @SideBySide
    void leavesWhatIsNotOurs() throws Exception {
        Cluster cluster = new Cluster();
        String taken = cluster.id("taken");
        agent.register(
                "{\"ID\":\"%s\",\"Name\":\"theirs\",\"Tags\":[\"%s\"],\"Port\":1}"
                        .formatted(taken, cluster.id));
        agent.register(
                "{\"Name\":\"%s-2\",\"Tags\":[\"%s2\",\"kube-service-exporter\"]}"
                        .formatted(cluster.id, cluster.id));
        cluster.namespace.create(cluster.namespace.exported("taken"));
        cluster.namespace.create(cluster.namespace.exported("cart"));
        try (LogLines log = new LogLines(Registrations.class);
                RunningExporter exporter = cluster.namespace.start()) {
            cluster.await("cart", "taken");
            cluster.namespace.delete("taken");
            cluster.barrier("barrier");

            assertThat(log.of(taken)).singleElement().asString().startsWith("WARN");
        }
        assertThat(cluster.registered().get(taken).get("Service").asText()).isEqualTo("theirs");
        assertThat(agent.services(cluster.id + "2")).hasSize(1);
        agent.deregister(taken);
        agent.deregister(cluster.id + "-2");
    }

    @SideBySide
    void prunesAfterDowntime() throws Exception {
        Cluster cluster = new Cluster();
        cluster.namespace.createMany("cart", 20);
        try (RunningExporter exporter = cluster.namespace.start()) {
            eventually().until(() -> cluster.registered().size() == 20);
        }
        for (int i = 0; i < 5; i++) {
            cluster.namespace.delete("cart-" + i);
        }
        cluster.namespace.createMany("new", 3);

        long begun = System.nanoTime();
        try (RunningExporter exporter = cluster.namespace.start()) {
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(cluster.registered())
                                            .hasSize(18)
                                            .containsKey(cluster.id("new-0"))
                                            .doesNotContainKey(cluster.id("cart-0")));
            Figures.since("20 registrations before, 18 after downtime, from the start on", begun);
        }
    }

    @SideBySide
    void registersAgainWhatTheAgentHasLost() throws Exception {
        Cluster cluster = new Cluster();
        cluster.namespace.createMany("cart", 2);
        try (RunningExporter exporter = cluster.namespace.start()) {
            cluster.await("cart-0", "cart-1");

            agent.deregister(cluster.id("cart-0"));

            cluster.await("cart-0", "cart-1");
            agent.deregisterCheck("service:" + cluster.id("cart-0"));
            agent.deregister(cluster.id("cart-1"));
            eventually().until(() -> agent.checks(cluster.id).size() == 2);
        }
    }

    @SideBySide
    void holdsDeregistrationsThatAreTooMany() throws Exception {
        Cluster cluster = new Cluster();
        cluster.namespace.createMany("cart", 12);
        try (RunningExporter exporter = cluster.namespace.start()) {
            eventually().until(() -> cluster.registered().size() == 12);
            eventually().until(() -> cluster.documents() == 12);
        }
        for (int i = 0; i < 8; i++) {
            cluster.namespace.unexport("cart-" + i);
        }
        try (LogLines log = new LogLines(Registrations.class);
                RunningExporter exporter = cluster.namespace.start()) {
            eventually().until(() -> !consul.keys(cluster.namespace.prefix + "/brake").isEmpty());
            cluster.barrier("barrier");
            assertThat(cluster.registered()).hasSize(13);
            assertThat(log.of("8 deregistrations are held")).hasSize(1);
            String report =
                    consul.get(cluster.namespace.prefix + "/brake/" + cluster.id).orElseThrow();
            String word = report.replaceFirst(".*\"id\":\"([0-9a-f]+)\".*", "$1");

            consul.put(cluster.namespace.prefix + "/brake/" + cluster.id + "/release", word);

            eventually().until(() -> cluster.registered().size() == 5);
            assertThat(log.of("No deregistrations are held any more")).hasSize(1);
        }
    }

    @SideBySide
    void deregistersOnExitIfToldSo() throws Exception {
        Cluster cluster = new Cluster();
        // More than go at once, and so few that its two seconds are enough on a busy machine.
        cluster.namespace.with("KSE_SERVICES_DEREGISTER_ON_EXIT", "true").createMany("cart", 10);
        try (LogLines log = new LogLines(LastDeregistrations.class)) {
            try (RunningExporter exporter = cluster.namespace.start()) {
                eventually().until(() -> cluster.registered().size() == 10);
            }
            assertThat(cluster.registered()).isEmpty();
            assertThat(log.lines()).contains("INFO deregistered 10 of 10 Consul Services of ours");
        }
    }

    @SideBySide
    void deregistersOnExitAlsoWhatASlowAgentIsAboutToRegister() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port());
                LogLines log = new LogLines(LastDeregistrations.class)) {
            Cluster cluster = new Cluster();
            cluster.namespace
                    .with("KSE_SERVICES_DEREGISTER_ON_EXIT", "true")
                    .with("KSE_CONSUL_PORT", String.valueOf(proxy.port()))
                    .createMany("cart", 2);
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.await("cart-0", "cart-1");
                Predicate<Request> late =
                        Request.of("PUT", "/v1/agent").and(Request.saying(cluster.id("late")));
                proxy.fault(new Fault.Delay(Duration.ofSeconds(1)), late);
                cluster.namespace.create(cluster.namespace.exported("late"));
                eventually().until(() -> proxy.requests().stream().anyMatch(late));
            }
            // On a busy machine its time may be over before the third one is gone, too.
            assertThat(log.lines())
                    .anyMatch(line -> line.endsWith(" of 3 Consul Services of ours"));
        }
    }

    @SideBySide
    void asksTheAgentNothingWhileOff() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            Cluster cluster = new Cluster();
            cluster.namespace
                    .with("KSE_SERVICES_ENABLED", "false")
                    .with("KSE_SERVICES_DEREGISTER_ON_EXIT", "true")
                    .with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.namespace.create(cluster.namespace.exported("cart"));
                exporter.awaitDocument(key(cluster, "cart"), "hash");
            }
            assertThat(proxy.requests())
                    .isNotEmpty()
                    .noneMatch(request -> request.path().startsWith("/v1/agent"));
        }
    }

    private static String key(Cluster cluster, String service) {
        return "%s/services/%s/clusters/%s"
                .formatted(cluster.namespace.prefix, cluster.id(service), cluster.id);
    }

    @SideBySide
    void registersOnAReplicaThatDoesNotLead() throws Exception {
        Cluster cluster = new Cluster();
        cluster.namespace.create(cluster.namespace.exported("cart"));
        try (RunningExporter leader = cluster.namespace.start();
                FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            cluster.await("cart");
            cluster.namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            long begun = System.nanoTime();
            agent.deregister(cluster.id("cart"));
            try (RunningExporter standby = cluster.namespace.start()) {
                cluster.namespace.create(cluster.namespace.exported("other"));
                cluster.await("cart", "other");
                eventually()
                        .until(
                                () ->
                                        proxy.requests().stream()
                                                .anyMatch(Request.of("GET", "/v1/agent/services")));
                Figures.since("a standby's start to its agent's registrations", begun);
            }
        }
    }

    @SideBySide
    void goesOnAtTheAgentWhileKvIsAway() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            Cluster cluster = new Cluster();
            cluster.namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            cluster.namespace.create(cluster.namespace.exported("cart"));
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.await("cart");
                exporter.awaitDocument(key(cluster, "cart"), "hash");
                proxy.fault(
                        new Fault.Answer(500, "no leader"),
                        request -> !request.path().startsWith("/v1/agent"));
                long begun = System.nanoTime();
                cluster.namespace.create(cluster.namespace.exported("a"));
                eventually().until(() -> cluster.registered().containsKey(cluster.id("a")));
                cluster.namespace.create(cluster.namespace.exported("b"));
                cluster.await("cart", "a", "b");
                Figures.since("two registrations while KV is away", begun);
                assertThat(consul.keys(cluster.namespace.prefix + "/services"))
                        .containsOnlyKeys(key(cluster, "cart"));
                proxy.heal();
                exporter.awaitDocument(key(cluster, "b"), "hash");
            }
        }
    }

    @SideBySide
    void goesOnAtTheAgentWhileKvIsAwayThoughANamespaceIsForbidden() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            Cluster cluster = new Cluster();
            User user = new User(kubernetes).may(cluster.namespace.name, "get", "list", "watch");
            cluster.namespace
                    .with("KUBECONFIG", user.kubeconfig().toString())
                    .with(
                            "KSE_NAMESPACE_LIST",
                            cluster.namespace.name + "," + kubernetes.newNamespace())
                    .with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            cluster.namespace.createMany("cart", 2);
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.await("cart-0", "cart-1");
                exporter.awaitDocument(key(cluster, "cart-1"), "hash");
                proxy.fault(
                        new Fault.Answer(500, "no leader"),
                        request -> !request.path().startsWith("/v1/agent"));
                cluster.namespace.create(cluster.namespace.exported("a"));
                cluster.await("cart-0", "cart-1", "a");

                cluster.namespace.create(cluster.namespace.exported("b"));
                cluster.namespace.unexport("cart-0");

                cluster.await("cart-1", "a", "b");
                proxy.heal();
                exporter.awaitDocument(key(cluster, "b"), "hash");
                exporter.awaitGone(key(cluster, "cart-0"));
            }
        }
    }

    @SideBySide
    void documentsGoOnWhileTheAgentIsAway() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port());
                LogLines log = new LogLines(RegistrationFlow.class)) {
            Cluster cluster = new Cluster();
            cluster.namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            cluster.namespace.create(cluster.namespace.exported("cart"));
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.await("cart");
                proxy.fault(
                        new Fault.Answer(500, "broken"),
                        request -> request.path().startsWith("/v1/agent"));
                cluster.namespace.create(cluster.namespace.exported("a"));
                exporter.awaitDocument(key(cluster, "a"), "hash");
                eventually().until(() -> !log.of("WARN").isEmpty());
                cluster.namespace.annotate("a", "load-balancer-class", "x");
                exporter.awaitDocument(key(cluster, "a"), "\"x\"");
                cluster.await("cart");

                proxy.heal();
                long begun = System.nanoTime();

                cluster.await("cart", "a");
                Figures.since("agent answers to what was kept is registered", begun);
                assertThat(System.nanoTime() - begun).isLessThan(Agent.SOON.toNanos());
                eventually().until(() -> log.of("answers again").size() == 1);
                assertThat(log.of(String.valueOf(proxy.port()))).hasSize(2);
            }
        }
    }
}
