package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;

@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class HeartbeatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNamespace namespace;
    private final String key;

    HeartbeatTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.key = namespace.prefix + "/heartbeat/" + RunningExporter.CLUSTER;
    }

    private long index() {
        return consul.indexes(key).getOrDefault(key, 0L);
    }

    private JsonNode beat() throws Exception {
        return JSON.readTree(consul.get(key).orElseThrow());
    }

    /** Waits until the heart has beaten as often. */
    private void awaitBeats(int count) {
        for (int i = 0; i < count; i++) {
            long before = index();
            eventually().until(() -> index() > before);
        }
    }

    @Test
    void tellsWhoLeadsAndHowMuchIsPublished() throws Exception {
        namespace.with("KSE_HEARTBEAT_SECONDS", "1").with("KSE_POD_NAME", "pod-1");
        namespace.create(namespace.exported("cart"));
        try (OwnNodes nodes = new OwnNodes(kubernetes)) {
            nodes.create("a", "10.0.0.1", "fd00::1");
            namespace.with("KSE_NODE_SELECTOR", nodes.selector());
            Instant started = Instant.now().minusSeconds(1);
            try (RunningExporter exporter = namespace.start()) {
                eventually().until(() -> index() > 0 && beat().get("nodes").asInt() == 2);
                awaitBeats(1);

                JsonNode beat = beat();
                assertThat(beat.fieldNames())
                        .toIterable()
                        .containsExactly("time", "pod", "version", "documents", "nodes");
                assertThat(Instant.parse(beat.get("time").asText()))
                        .isBetween(started, Instant.now());
                assertThat(beat.get("pod").asText()).isEqualTo("pod-1");
                assertThat(beat.get("version").asText()).isNotBlank();
                assertThat(beat.get("documents").asInt()).isEqualTo(1);
                assertThat(beat.get("nodes").asInt()).isEqualTo(2);
            }
        }
    }

    @Test
    void changesNothingElseAndSaysNothing() throws Exception {
        namespace.with("KSE_HEARTBEAT_SECONDS", "1");
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitCompared();
            eventually().until(() -> index() > 0);
            Map<String, Long> before = consul.indexes(namespace.prefix + "/");
            try (LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME)) {
                awaitBeats(3);

                assertThat(log.of(namespace.prefix)).isEmpty();
            }
            Map<String, Long> after = consul.indexes(namespace.prefix + "/");
            after.put(key, before.get(key));
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void isTheLeadersAlone() throws Exception {
        namespace.with("KSE_HEARTBEAT_SECONDS", "1").with("KSE_POD_NAME", "leader");
        try (RunningExporter leader = namespace.start()) {
            eventually().until(() -> index() > 0);
            namespace.with("KSE_POD_NAME", "standby");
            try (RunningExporter standby = namespace.start()) {
                eventually().until(() -> standby.routeIsStarted("write-heartbeat"));
                for (int i = 0; i < 3; i++) {
                    awaitBeats(1);
                    assertThat(beat().get("pod").asText()).isEqualTo("leader");
                }

                leader.close();
                eventually().until(() -> beat().get("pod").asText().equals("standby"));
            }
        }
    }

    @Test
    void isOffUnlessAskedFor() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitCompared();

            assertThat(exporter.routeIsStarted("write-heartbeat")).isFalse();
            assertThat(exporter.notReady()).isEmpty();
            assertThat(consul.keys(namespace.prefix + "/heartbeat")).isEmpty();
        }
    }
}
