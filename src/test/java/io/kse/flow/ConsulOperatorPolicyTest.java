package io.kse.flow;

import static io.kse.flow.ConsulPolicy.DRAIN;
import static io.kse.flow.ConsulPolicy.HEARTBEAT;
import static io.kse.flow.ConsulPolicy.Weak.TAKEN_OUT;
import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.flow.ConsulPolicy.Weak;
import io.kse.testbed.AclConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without the rights of the drain and of the heartbeat, everything else goes on. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class ConsulOperatorPolicyTest {
    private static final Weak NO_DRAIN =
            new Weak(
                    DRAIN,
                    TAKEN_OUT,
                    "denies key:read on %1$s/drain/prod: whether the cluster is drained stays as it"
                            + " was last known (not drained)",
                    "GET /v1/kv/%1$s/drain/prod");

    private static AclConsul consul;

    private final RealKubernetes kubernetes;

    ConsulOperatorPolicyTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        consul = AclConsul.start(folder, "");
    }

    @AfterAll
    static void stop() {
        consul.close();
    }

    private static Weak noHeartbeat(String right) {
        return new Weak(
                HEARTBEAT,
                right,
                "denies key:write on %1$s/heartbeat/prod; no heartbeat, tried again",
                "PUT /v1/txn");
    }

    static List<Weak> weak() {
        return List.of(NO_DRAIN, noHeartbeat(TAKEN_OUT), noHeartbeat("read"));
    }

    @Test
    void aDrainThatIsHiddenIsNotKnownUntilTheRightIsBack() throws Exception {
        try (PolicyCluster cluster = new PolicyCluster(kubernetes, consul)) {
            cluster.publish();
            cluster.weaken(NO_DRAIN);
            cluster.change();
            consul.server().put(cluster.namespace.prefix + "/drain/prod", "true");
            try (RunningExporter exporter = cluster.start()) {
                cluster.awaitWarning(NO_DRAIN.warning());
                cluster.awaitNodesChanged();
                cluster.awaitDocumentsChanged();
                assertThat(exporter.readyz()).isEqualTo("ok");

                cluster.allowAll();
                eventually()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> cluster.nodeList().equals("[]"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TAKEN_OUT, "read"})
    void aHeartbeatThatIsDeniedHoldsUpNothing(String right) throws Exception {
        try (PolicyCluster cluster = new PolicyCluster(kubernetes, consul)) {
            cluster.namespace.with("KSE_HEARTBEAT_SECONDS", "1");
            cluster.weaken(noHeartbeat(right));
            try (RunningExporter exporter = cluster.start()) {
                cluster.awaitWarning(noHeartbeat(right).warning());
                cluster.change();
                cluster.awaitNodesChanged();
                cluster.awaitDocumentsChanged();

                cluster.allowAll();
                String key = cluster.namespace.prefix + "/heartbeat/prod";
                eventually().until(() -> cluster.namespace.get(key).isPresent());
                cluster.awaitLine("INFO The heartbeat %1$s/heartbeat/prod is written again");
            }
        }
    }
}
