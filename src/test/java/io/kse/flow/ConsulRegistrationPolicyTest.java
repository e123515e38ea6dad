package io.kse.flow;

import static io.kse.flow.ConsulPolicy.REGISTRATIONS;
import static io.kse.flow.ConsulPolicy.Weak.TAKEN_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.flow.ConsulPolicy.Weak;
import io.kse.testbed.AclConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without the right on Consul Services, documents go on, and the Services come with the right. */
@ExtendWith(RealServers.class)
class ConsulRegistrationPolicyTest {
    private static final String DENIED = "denies service:write on prod-%2$s";
    private static final String REGISTER = "PUT /v1/agent/service/register";

    private static AclConsul consul;

    private final RealKubernetes kubernetes;

    ConsulRegistrationPolicyTest(RealKubernetes kubernetes) {
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

    static List<Weak> weak() {
        return List.of(
                new Weak(REGISTRATIONS, TAKEN_OUT, DENIED, REGISTER),
                new Weak(REGISTRATIONS, "read", DENIED, REGISTER));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("weak")
    void documentsGoOn(Weak weak) throws Exception {
        try (PolicyCluster cluster = new PolicyCluster(kubernetes, consul)) {
            cluster.publish();
            cluster.namespace.with("KSE_SERVICES_ENABLED", "true");
            cluster.weaken(weak);
            cluster.change();
            try (RunningExporter exporter = cluster.start()) {
                cluster.awaitWarning(weak.warning());
                cluster.awaitDocumentsChanged();
                cluster.awaitNodesChanged();
                cluster.assertStays(Set.of(), cluster::registered, weak);
                assertThat(exporter.readyz()).isEqualTo("ok");

                cluster.allowAll();
                cluster.awaitRegistered("album", "wine");
            }
        }
    }
}
