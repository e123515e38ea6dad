package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;

/** A heartbeat that fails by itself. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class HeartbeatOutageTest {
    private final RealConsul consul;
    private final OwnNamespace namespace;

    HeartbeatOutageTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @Test
    void anOutageThatAHeartbeatHasFoundEndsBeforeTheNextOne() throws Exception {
        String key = namespace.prefix + "/heartbeat/" + RunningExporter.CLUSTER;
        namespace.with("KSE_HEARTBEAT_SECONDS", "30");
        try (FaultyProxy proxy = FaultyProxy.http(consul.port());
                LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME)) {
            namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            proxy.faultOnce(
                    new Fault.Answer(500, "No cluster leader"),
                    FaultyProxy.Request.saying("/heartbeat/"));
            try (RunningExporter exporter = namespace.start()) {
                exporter.awaitCompared();
                eventually()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !log.of("WARN Consul at").isEmpty());

                eventually()
                        .atMost(Duration.ofSeconds(12))
                        .until(() -> !log.of("answers again").isEmpty());
            }
        }
    }
}
