package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kse.testbed.AclConsul;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where {@code diff} cannot know what a run would change, or may not: it ends with exit code 1. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiffFailuresTest {
    private final RealKubernetes kubernetes;
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.kse");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private AclConsul acl;
    private RealConsul consul;
    private ComparedCluster cluster;

    DiffFailuresTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    /** Without a token one may do everything; tokens have the rights that a test gives. */
    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        acl = AclConsul.start(folder, AclConsul.KEY_LIST_POLICY);
        consul = acl.server();
    }

    @AfterAll
    void end() {
        acl.close();
    }

    @BeforeEach
    void newCluster() {
        await().ignoreExceptions().until(() -> "[]".equals(consul.sessions()));
        cluster = new ComparedCluster(kubernetes, consul);
        cluster.create(cluster.exported("cart").port("http", 80));
        log.list.clear();
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void saysEverythingOnceAndOpensNoSession() {
        logger.detachAppender(log);
        consul.resume();
        assertThat(log.list).noneMatch(event -> event.getLevel().levelInt >= 30_000);
        assertThat(consul.sessions()).isEqualTo("[]");
    }

    @Test
    void needsOnlyTheRightsToListAndRead() throws Exception {
        allow("key_prefix \"%s/\" { policy = \"list\" }".formatted(cluster.prefix));

        Run run = cluster.diff();

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).startsWith("+ " + cluster.key("cart", "http") + ": new");
    }

    @Test
    void worksWithThePolicyForReading() throws Exception {
        String policy = Files.readString(Path.of("docs", "consul-acl-read.hcl"));
        allow(policy.replace("kube-service-exporter/", cluster.prefix + "/"));

        Run run = cluster.diff();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);

        cluster.publish();
        assertThat(cluster.diff().out()).doesNotContain("cart");
        Run explained = cluster.explain("cart");
        assertThat(explained.exitCode()).as(explained.err()).isZero();
    }

    @Test
    void namesTheRightToListKeys() throws Exception {
        allow("key_prefix \"%s/\" { policy = \"read\" }".formatted(cluster.prefix));

        assertFailure("denies key:list on " + cluster.prefix + "/services/");
    }

    /** Consul gives no error for it: the key is merely not there. */
    @Test
    void doesNotTakeAHiddenKeyForANewOne() throws Exception {
        cluster.publish();
        String key = cluster.key("cart", "http");
        allow(
                "key_prefix \"%s/\" { policy = \"list\" } key \"%s\" { policy = \"deny\" }"
                        .formatted(cluster.prefix, key));

        assertFailure("denies key:read on " + key);
    }

    @Test
    void saysThatTheTokenIsUnknown() {
        String wrong = UUID.randomUUID().toString();
        cluster.environment.put("CONSUL_HTTP_TOKEN", wrong);

        assertThat(assertFailure("it does not know our token, ACL not found"))
                .doesNotContain(wrong);
    }

    @Test
    void endsIfConsulIsAway() {
        cluster.environment.put("KSE_CONSUL_PORT", String.valueOf(FreePorts.next()));

        assertSoonFailure(
                "Consul at 127.0.0.1:"
                        + cluster.environment.get("KSE_CONSUL_PORT")
                        + " does not answer: ");
    }

    @Test
    void endsIfConsulHangs() {
        consul.pause();

        assertSoonFailure("does not answer: ");
    }

    @Test
    void endsIfTheApiServerIsAway() {
        useApiServer("https://127.0.0.1:" + FreePorts.next());

        assertSoonFailure("Kubernetes API server https://127.0.0.1:");
    }

    @Test
    void namesTheRightToListServices() {
        cluster.environment.put("KUBECONFIG", kubernetes.kubeconfig("stranger").toString());

        assertFailure("cannot list resource \"services\"");
    }

    private void useApiServer(String url) {
        cluster.environment.put("KUBECONFIG", kubernetes.kubeconfigAt(url).toString());
    }

    @Test
    void endsIfTheRoutesFolderHoldsNoRoute(@TempDir Path empty) {
        cluster.environment.put("KSE_ROUTES", empty.toString());

        assertFailure("*.camel.yaml");
    }

    @Test
    void endsIfASettingIsBad() {
        cluster.environment.put("KSE_CLUSTER_ID", "");

        assertFailure("KSE_CLUSTER_ID");
    }

    /** 2 would say that there is something to change. */
    @Test
    void aWrongOptionIsNoDifference() {
        Run run = cluster.diff("--bogus");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .containsExactly(
                        "kube-service-exporter: Unknown option: '--bogus'",
                        "Try 'kube-service-exporter diff --help' for more.");
    }

    private void assertSoonFailure(String message) {
        long begin = System.nanoTime();
        assertFailure(message);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("far less than for ever, also on a busy machine")
                .isLessThan(Duration.ofSeconds(60));
    }

    private String assertFailure(String message) {
        Run run = cluster.diff();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("kube-service-exporter: ")
                .contains(message);
        return run.err();
    }

    /** From here on the program has a token with these rights only. */
    private void allow(String rules) {
        String name = "policy-" + UUID.randomUUID();
        cluster.environment.put("CONSUL_HTTP_TOKEN", acl.grant(name, rules).token());
    }
}
