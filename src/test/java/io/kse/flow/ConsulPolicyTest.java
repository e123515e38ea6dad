package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.flow.AclConsul.Grant;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/**
 * {@code docs/consul-acl.hcl} from both sides, each rule at a time: with it everything works,
 * without it one line names the right that is missing, nothing is deleted that is not known to be
 * unwanted, and all goes on when the right is there.
 */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class ConsulPolicyTest {
    private static final String SERVICES = "key_prefix \"kube-service-exporter/services/\"";
    private static final String NODES = "key \"kube-service-exporter/nodes/prod\"";
    private static final String LOCK = "key \"kube-service-exporter/leadership/prod-leader\"";
    private static final String BRAKE = "key \"kube-service-exporter/brake/prod\"";
    private static final String RELEASE = "key \"kube-service-exporter/brake/prod/release\"";
    private static final String SESSION = "session_prefix \"\"";
    private static final String REGISTRATIONS = "service_prefix \"prod-\"";

    private static AclConsul consul;
    private static AclConsul withKeyList;
    private static String policy;

    private final RealKubernetes kubernetes;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    ConsulPolicyTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @BeforeAll
    static void start(@TempDir Path one, @TempDir Path other) throws Exception {
        policy = Files.readString(Path.of("docs", "consul-acl.hcl"));
        consul = AclConsul.start(one, false);
        withKeyList = AclConsul.start(other, true);
    }

    @AfterAll
    static void stop() {
        consul.close();
        withKeyList.close();
    }

    /** A cluster whose exporter has the rights of the policy, or fewer. */
    private final class Cluster implements AutoCloseable {
        final AclConsul at;
        final OwnNamespace namespace;
        final OwnNodes nodes = new OwnNodes(kubernetes);
        final Grant grant;

        Cluster(AclConsul at) {
            this.at = at;
            this.namespace = new OwnNamespace(kubernetes, at.server());
            this.grant = at.grant(namespace.prefix, rules(policy));
            namespace
                    .with("CONSUL_HTTP_TOKEN", grant.token())
                    .with("KSE_NODE_SELECTOR", nodes.selector());
            nodes.create("a", "10.0.0.1");
            nodes.create("b", "10.0.0.2");
            List.of("cart", "album", "wine").forEach(name -> create(name));
        }

        void create(String service) {
            namespace.create(namespace.exported(service));
        }

        String rules(String text) {
            return text.replace("kube-service-exporter/", namespace.prefix + "/");
        }

        void allow(String text) {
            at.change(grant, rules(text));
        }

        Map<String, String> documents() {
            return at.server().keys(namespace.prefix + "/services/");
        }

        String nodeList() {
            return at.server().get(namespace.prefix + "/nodes/prod").orElse("none");
        }

        void publish() throws Exception {
            try (RunningExporter exporter = namespace.start()) {
                eventually().until(() -> documents().size() == 3);
                eventually().until(() -> nodeList().contains("10.0.0.2"));
            }
        }

        void change() {
            namespace.delete("cart");
            namespace.annotate("album", "load-balancer-class", "internal");
            nodes.setSchedulable("b", false);
        }

        void awaitDocumentsChanged() {
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(documents())
                                            .doesNotContainKey(namespace.key("cart"))
                                            .hasEntrySatisfying(
                                                    namespace.key("album"),
                                                    json -> assertThat(json).contains("internal")));
        }

        void awaitNodesChanged() {
            eventually().until(() -> !nodeList().contains("10.0.0.2"));
        }

        List<String> warnings(String text) {
            return log.of(text).stream().filter(line -> line.startsWith("WARN")).toList();
        }

        /** Of this cluster. */
        void awaitWarning(String text) {
            String own = text.formatted(namespace.prefix, namespace.name);
            eventually().untilAsserted(() -> assertThat(warnings(own)).isNotEmpty());
        }

        @Override
        public void close() {
            nodes.close();
            log.close();
        }
    }

    private static AclConsul consul(boolean keyList) {
        return keyList ? withKeyList : consul;
    }

    /** The rule with its block. */
    private static String block(String rule) {
        String block = rule + " {\n  policy = \"write\"\n}\n";
        assertThat(policy).contains(block);
        return block;
    }

    private static String without(String rule) {
        return policy.replace(block(rule), "");
    }

    private static String weaker(String rule, String right) {
        return policy.replace(block(rule), block(rule).replace("write", right));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(booleans = {false, true})
    void isEnough(boolean keyList) throws Exception {
        try (Cluster cluster = new Cluster(consul(keyList))) {
            cluster.publish();
            cluster.change();
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.awaitDocumentsChanged();
                cluster.awaitNodesChanged();
            }
            assertThat(cluster.warnings(cluster.namespace.prefix)).isEmpty();
        }
    }

    @SideBySide
    void withoutTheDocuments() throws Exception {
        deniesDocuments(
                without(SERVICES), false, "denies key:write on %s/services/prod-%s-album-http");
    }

    @SideBySide
    void withoutTheDocumentsWhereListsAreARight() throws Exception {
        deniesDocuments(without(SERVICES), true, "denies key:list on %s/services/;");
    }

    @SideBySide
    void withReadableDocuments() throws Exception {
        deniesDocuments(
                weaker(SERVICES, "read"),
                false,
                "denies key:write on %s/services/prod-%s-album-http");
    }

    @SideBySide
    void withReadableDocumentsWhereListsAreARight() throws Exception {
        deniesDocuments(weaker(SERVICES, "read"), true, "denies key:list on %s/services/;");
    }

    @SideBySide
    void withListedDocuments() throws Exception {
        deniesDocuments(
                weaker(SERVICES, "list"),
                true,
                "denies key:write on %s/services/prod-%s-album-http");
    }

    private void deniesDocuments(String weak, boolean keyList, String line) throws Exception {
        try (Cluster cluster = new Cluster(consul(keyList))) {
            cluster.publish();
            Map<String, String> before = cluster.documents();
            cluster.allow(weak);
            cluster.change();
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.awaitWarning(line);
                assertThat(cluster.documents()).isEqualTo(before);

                cluster.allow(policy);
                cluster.awaitDocumentsChanged();
            }
        }
    }

    @SideBySide
    void withoutTheListOfNodes() throws Exception {
        deniesNodes(without(NODES));
    }

    @SideBySide
    void withAReadableListOfNodes() throws Exception {
        deniesNodes(weaker(NODES, "read"));
    }

    private void deniesNodes(String weak) throws Exception {
        try (Cluster cluster = new Cluster(consul)) {
            cluster.publish();
            String before = cluster.nodeList();
            cluster.allow(weak);
            cluster.change();
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.awaitWarning("denies key:write on %s/nodes/prod;");
                cluster.awaitDocumentsChanged();
                assertThat(cluster.nodeList()).isEqualTo(before);

                cluster.allow(policy);
                cluster.awaitNodesChanged();
            }
        }
    }

    @SideBySide
    void withoutTheLock() throws Exception {
        deniesLock(without(LOCK), "without the right key:read on %s/leadership/prod-leader");
    }

    @SideBySide
    void withAReadableLock() throws Exception {
        deniesLock(weaker(LOCK, "read"), "key:write on %s/leadership/prod-leader");
    }

    @SideBySide
    void withoutASession() throws Exception {
        deniesLock(without(SESSION), "session:write on the agent's node");
    }

    @SideBySide
    void withReadableSessions() throws Exception {
        deniesLock(weaker(SESSION, "read"), "session:write on the agent's node");
    }

    private void deniesLock(String weak, String line) throws Exception {
        try (Cluster cluster = new Cluster(consul)) {
            cluster.publish();
            Map<String, String> before = cluster.documents();
            cluster.allow(weak);
            cluster.change();
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.awaitWarning(line);
                assertThat(cluster.documents()).isEqualTo(before);

                cluster.allow(policy);
                cluster.awaitDocumentsChanged();
                cluster.awaitNodesChanged();
            }
        }
    }

    @SideBySide
    void withoutTheBrakesReport() throws Exception {
        deniesBrake(without(BRAKE), "denies key:write on %s/brake/prod;", false);
    }

    @SideBySide
    void withoutTheRelease() throws Exception {
        deniesBrake(without(RELEASE), "denies key:read on %s/brake/prod/release:", true);
    }

    @SideBySide
    void withAReadableRelease() throws Exception {
        deniesBrake(weaker(RELEASE, "read"), "denies key:write on %s/brake/prod/release;", true);
    }

    /** Of three, what would leave none waits for the operator. */
    private void deniesBrake(String weak, String line, boolean released) throws Exception {
        try (Cluster cluster = new Cluster(consul)) {
            cluster.publish();
            cluster.allow(weak);
            List.of("cart", "album", "wine").forEach(cluster.namespace::unexport);
            try (RunningExporter exporter = cluster.namespace.start()) {
                cluster.awaitWarning("the keys are at %s");
                if (released) {
                    release(cluster);
                }
                cluster.awaitWarning(line);
                assertThat(cluster.documents()).hasSize(3);

                cluster.allow(policy);
                if (!released) {
                    release(cluster);
                }
                eventually().until(() -> cluster.documents().isEmpty());
            }
        }
    }

    private static void release(Cluster cluster) {
        String id =
                eventually()
                        .until(
                                () ->
                                        cluster.namespace
                                                .get(cluster.namespace.brake())
                                                .map(json -> json.getBytes(StandardCharsets.UTF_8))
                                                .flatMap(BrakeReport::read),
                                report -> report.isPresent())
                        .orElseThrow()
                        .id();
        cluster.at.server().put(cluster.namespace.brake() + "/release", id);
    }

    @SideBySide
    void withoutConsulServices() throws Exception {
        deniesRegistrations(without(REGISTRATIONS));
    }

    @SideBySide
    void withReadableConsulServices() throws Exception {
        deniesRegistrations(weaker(REGISTRATIONS, "read"));
    }

    private void deniesRegistrations(String weak) throws Exception {
        try (Cluster cluster = new Cluster(consul)) {
            cluster.namespace.with("KSE_SERVICES_ENABLED", "true");
            cluster.allow(weak);
            try (RunningExporter exporter = cluster.namespace.start()) {
                String id = "prod-" + cluster.namespace.name;
                cluster.awaitWarning("denies service:write on " + id);
                eventually().until(() -> cluster.documents().size() == 3);

                cluster.allow(policy);
                eventually()
                        .untilAsserted(
                                () ->
                                        assertThat(cluster.at.server().services())
                                                .contains(
                                                        id + "-cart-http",
                                                        id + "-album-http",
                                                        id + "-wine-http"));
            }
        }
    }
}
