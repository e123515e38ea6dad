package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.leadership.LockEntry;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.option.ImmutablePutOptions;

/** A replica beside another one that leads, of our kind or of the original's. */
@ExtendWith(RealServers.class)
class StandbyTest {
    private static final Predicate<Request> WRITE = Request.saying("check-session");
    private static final Predicate<Request> READ = Request.of("PUT", "/v1/txn").and(WRITE.negate());
    private static final Predicate<Request> COMPARISON =
            request -> request.path().endsWith("/services/?keys");

    private static final Duration SOON = Duration.ofSeconds(25);

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final Shop shop;
    private final FaultyProxy proxy;
    private final Map<String, String> settings = new HashMap<>();
    private final Consul client;

    StandbyTest(RealKubernetes kubernetes, RealConsul consul) throws Exception {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.shop = new Shop(kubernetes);
        this.proxy = FaultyProxy.http(consul.port());
        settings.put("KSE_CONSUL_KV_PREFIX", consul.newPrefix());
        settings.put("KSE_CLUSTER_ID", RunningExporter.CLUSTER);
        settings.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        this.client = new ConsulClients(ExporterConfig.from(settings).consul()).connect();
    }

    @AfterEach
    void close() {
        proxy.close();
        client.destroy();
    }

    private RunningExporter start(String pod, int port) throws Exception {
        settings.put("KSE_POD_NAME", pod);
        settings.put("KSE_CONSUL_PORT", String.valueOf(port));
        return RunningExporter.start(kubernetes, consul, shop.namespace(), settings);
    }

    private String lock() {
        return settings.get("KSE_CONSUL_KV_PREFIX") + "/leadership/prod-leader";
    }

    private void awaitLeader(String pod) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isHeldBy(pod));
    }

    private boolean isHeldBy(String pod) {
        return client.keyValueClient()
                .getValue(lock())
                .filter(entry -> entry.getSession().isPresent())
                .filter(entry -> entry.getValueAsString().orElse("").equals(pod))
                .isPresent();
    }

    private List<Request> seen(Predicate<Request> which) {
        return proxy.requests().stream().filter(which).toList();
    }

    @SideBySide
    void aStandbyIsWarmAndWritesNothingAndComparesOnceWhenItWins() throws Exception {
        shop.create("before");
        RunningExporter leader = start("pod-1", consul.port());
        awaitLeader("pod-1");
        try (RunningExporter standby = start("pod-2", proxy.port())) {
            leader.awaitDocument(standby.key(shop.namespace(), "before", "http"), "hash");
            shop.create("meanwhile");
            leader.awaitDocument(standby.key(shop.namespace(), "meanwhile", "http"), "hash");
            await().until(() -> !seen(request -> request.path().contains("prod-leader")).isEmpty());
            assertThat(seen(WRITE.or(READ).or(COMPARISON))).isEmpty();
            long begun = System.nanoTime();

            leader.close();

            awaitLeader("pod-2");
            Figures.since("the leader stops to the next one", begun);
            shop.create("after");
            standby.awaitDocument(standby.key(shop.namespace(), "after", "http"), "hash");
            Figures.since("the leader stops to a change by the next one", begun);
            assertThat(seen(COMPARISON)).hasSize(1);
            assertThat(seen(WRITE))
                    .as("what the leader had written is not written again")
                    .hasSize(1);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> seen(COMPARISON).size() == 1);
        }
    }

    @SideBySide
    void standsByForAnOriginalThatLeadsAndTakesOverWhenItGoes() throws Exception {
        String session =
                client.sessionClient()
                        .createSession(ImmutableSession.builder().name("original").build())
                        .getId();
        ImmutablePutOptions acquire = ImmutablePutOptions.builder().acquire(session).build();
        client.keyValueClient().putValue(lock(), "old-1", LockEntry.FLAGS, acquire);
        shop.create("cart");
        try (RunningExporter exporter = start("pod-1", proxy.port())) {
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> proxy.requests().size() > 1 && seen(WRITE.or(READ)).isEmpty());
            assertThat(exporter.documents()).isEmpty();
            long begun = System.nanoTime();

            ImmutablePutOptions release = ImmutablePutOptions.builder().release(session).build();
            client.keyValueClient().putValue(lock(), "old-1", LockEntry.FLAGS, release);

            exporter.awaitDocument(exporter.key(shop.namespace(), "cart", "http"), "hash");
            Figures.since("the original lets go to our first document", begun);
            assertThat(seen(COMPARISON)).hasSize(1);
        }
    }

    @SideBySide
    void leadsAgainAndComparesOnceWhenAnOperatorDestroysItsSession() throws Exception {
        shop.create("cart");
        try (RunningExporter exporter = start("pod-1", proxy.port())) {
            exporter.awaitDocument(exporter.key(shop.namespace(), "cart", "http"), "hash");
            String session =
                    client.keyValueClient()
                            .getValue(lock())
                            .orElseThrow()
                            .getSession()
                            .orElseThrow();
            long begun = System.nanoTime();

            client.sessionClient().destroySession(session);
            shop.create("meanwhile");
            shop.delete("cart");

            exporter.awaitDocument(exporter.key(shop.namespace(), "meanwhile", "http"), "hash");
            exporter.awaitGone(exporter.key(shop.namespace(), "cart", "http"));
            Figures.since("session destroyed to the last change", begun);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> seen(COMPARISON).size() == 2);
        }
    }

    /** What happened to Nodes while it did not watch them is seen as soon as it does. */
    @SideBySide
    void watchesNodesOnlyWhileItLeadsWhereEveryNodeHasAReplica() throws Exception {
        settings.put("KSE_SERVICES_ENABLED", "true");
        try (OwnNodes nodes = new OwnNodes(kubernetes)) {
            settings.put("KSE_NODE_SELECTOR", nodes.selector());
            nodes.create("a", "10.0.0.1");
            nodes.create("b", "10.0.0.2");
            try (RunningExporter exporter = start("pod-1", consul.port())) {
                awaitNodes(nodes, "a", "b");

                String other = takeTheLead();
                await().atMost(SOON).until(() -> !exporter.routeIsStarted("watch-nodes"));
                nodes.setSchedulable("a", false);
                nodes.delete("b");
                nodes.create("c", "10.0.0.3");
                client.sessionClient().destroySession(other);

                awaitNodes(nodes, "c");
                assertThat(exporter.routeIsStarted("watch-nodes")).isTrue();
                nodes.setSchedulable("a", true);
                awaitNodes(nodes, "a", "c");
            }
        }
    }

    /** As another replica, whose session is the result. */
    private String takeTheLead() {
        String session =
                client.sessionClient()
                        .createSession(
                                ImmutableSession.builder().name("another").lockDelay("0s").build())
                        .getId();
        ImmutablePutOptions acquire = ImmutablePutOptions.builder().acquire(session).build();
        await().atMost(SOON)
                .until(
                        () -> {
                            client.keyValueClient()
                                    .getValue(lock())
                                    .flatMap(Value::getSession)
                                    .ifPresent(client.sessionClient()::destroySession);
                            return client.keyValueClient()
                                    .putValue(lock(), "pod-2", LockEntry.FLAGS, acquire);
                        });
        return session;
    }

    private void awaitNodes(OwnNodes nodes, String... names) {
        String key = settings.get("KSE_CONSUL_KV_PREFIX") + "/nodes/" + RunningExporter.CLUSTER;
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(named(consul.get(key).orElse("")))
                                        .containsExactly(
                                                Stream.of(names)
                                                        .map(nodes::full)
                                                        .toArray(String[]::new)));
    }

    private static List<String> named(String list) {
        return Pattern.compile("\"Name\":\"([^\"]+)\"")
                .matcher(list)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
