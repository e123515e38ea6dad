package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.plan.KeyReading;
import io.kse.plan.KeyReading.Hidden;
import io.kse.plan.KeyReading.Seen;
import io.kse.service.ClusterId;
import io.kse.testbed.AclConsul;
import io.kse.testbed.AclConsul.Grant;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;

/** {@code from: consul:kv} with action DRAIN, on a real Consul. */
@ExtendWith(RealServers.class)
class DrainKeyTest {
    private static final String NONE = "no key";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Consul client;
    private KeySpace keys;

    private void watch(ConsulSettings settings) throws Exception {
        ConsulClients clients = new ConsulClients(settings);
        client = clients.connect();
        keys = new KeySpace(settings.prefix(), new ClusterId("prod"));
        ConsulReachability reachability = ConsulReachability.unheard("consul");
        camel.addComponent(
                "consul",
                new KvComponent(
                        clients,
                        keys,
                        client,
                        reachability,
                        null,
                        new AgentServices(clients, reachability)));
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("consul:kv?action=DRAIN")
                                .routeId("drain")
                                .process(e -> heard.add(text(e.getMessage().getBody())));
                    }
                });
        camel.start();
    }

    private static String text(Object reading) {
        if (reading instanceof Seen seen) {
            return seen.stored()
                    .map(stored -> new String(stored.value(), StandardCharsets.UTF_8))
                    .orElse(NONE);
        }
        return reading instanceof Hidden hidden ? hidden.why() : String.valueOf((KeyReading) null);
    }

    private void awaitHeard(String... words) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(heard).containsExactly(words));
    }

    @AfterEach
    void stop() {
        camel.stop();
        client.destroy();
    }

    @Test
    void handsOnEachChange(RealConsul consul) throws Exception {
        watch(Settings.prefix(Settings.plain(consul.port()), consul.newPrefix()));
        String key = keys.drain().path();
        awaitHeard(NONE);

        consul.put(key + "2", "true");
        consul.put(key, "true");
        awaitHeard(NONE, "true");
        consul.put(key, "");
        awaitHeard(NONE, "true", "");
        consul.delete(key);
        awaitHeard(NONE, "true", "", NONE);
    }

    @Test
    void asksOnceWhileNothingChanges(RealConsul consul) throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            watch(Settings.prefix(Settings.plain(proxy.port()), consul.newPrefix()));
            awaitHeard(NONE);

            consul.put(keys.drain().path(), "true");
            awaitHeard(NONE, "true");
            String other = keys.heartbeat().path();
            for (int i = 0; i < 20; i++) {
                consul.put(other, "beat " + i);
            }
            consul.put(keys.drain().path(), "1");
            awaitHeard(NONE, "true", "1");

            // One for each state, and the one that still waits.
            assertThat(proxy.requests().stream().map(Request::path).filter(this::isOurs))
                    .hasSizeBetween(3, 4);
        }
    }

    private boolean isOurs(String request) {
        return request.contains("/drain/");
    }

    @Test
    void goesOnAfterConsulWasAwayOrHasLostItsData(@TempDir Path folder) throws Exception {
        try (RealConsul consul = RealConsul.start(folder)) {
            watch(Settings.plain(consul.port()));
            awaitHeard(NONE);
            consul.put(keys.drain().path(), "true");
            awaitHeard(NONE, "true");

            consul.restart();
            consul.delete(keys.drain().path());
            awaitHeard(NONE, "true", NONE);
            consul.put(keys.drain().path(), "again");
            awaitHeard(NONE, "true", NONE, "again");

            consul.restartEmpty();
            awaitHeard(NONE, "true", NONE, "again", NONE);
        }
    }

    @Test
    void followsASnapshotThatIsRestored(@TempDir Path folder) throws Exception {
        try (RealConsul consul = RealConsul.start(folder)) {
            watch(Settings.plain(consul.port()));
            awaitHeard(NONE);
            byte[] snapshot = consul.saveSnapshot();
            consul.put(keys.drain().path(), "true");
            awaitHeard(NONE, "true");

            consul.restoreSnapshot(snapshot);
            awaitHeard(NONE, "true", NONE);
            consul.put(keys.drain().path(), "again");
            awaitHeard(NONE, "true", NONE, "again");
        }
    }

    @Test
    void tellsThatTheKeyIsHidden(@TempDir Path folder) throws Exception {
        try (AclConsul consul = AclConsul.start(folder, "")) {
            String rule = "key \"kse/drain/prod\" { policy = \"%s\" }";
            Grant grant = consul.grant("drain", rule.formatted("deny"));
            watch(Settings.token(Settings.plain(consul.server().port()), grant.token()));
            await().until(() -> !heard.isEmpty());
            assertThat(heard).singleElement().asString().contains("key:read on kse/drain/prod");

            consul.change(grant, rule.formatted("read"));
            await().atMost(Duration.ofSeconds(40)).until(() -> heard.contains(NONE));
        }
    }

    @Test
    void startsAnew(RealConsul consul) throws Exception {
        watch(Settings.prefix(Settings.plain(consul.port()), consul.newPrefix()));
        awaitHeard(NONE);

        camel.getRouteController().stopRoute("drain");
        camel.getRouteController().startRoute("drain");

        awaitHeard(NONE, NONE);
    }
}
