package io.kse.flow;

import static io.kse.flow.ConsulPolicy.BRAKE;
import static io.kse.flow.ConsulPolicy.RELEASE;
import static io.kse.flow.ConsulPolicy.Weak.TAKEN_OUT;
import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.flow.ConsulPolicy.Weak;
import io.kse.testbed.AclConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Without the rights of the brake, what it holds stays, until they are there. */
@ExtendWith(RealServers.class)
class ConsulBrakePolicyTest {
    private static final String LIST = "GET /v1/kv/%1$s/services/";

    private static final String LOOK = "PUT /v1/txn";
    private static final String NO_REPORT = "denies key:write on %1$s/brake/prod;";
    private static final String ON_RELEASE = " on %1$s/brake/prod/release";

    private static AclConsul consul;

    private final RealKubernetes kubernetes;

    ConsulBrakePolicyTest(RealKubernetes kubernetes) {
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

    /**
     * @param isReported so that a person can release it with the right missing
     * @param whenBack what the log says then; empty is not looked for
     */
    record Missing(Weak weak, boolean isReported, String whenBack) {
        @Override
        public String toString() {
            return weak.toString();
        }
    }

    static List<Missing> weak() {
        return List.of(
                new Missing(new Weak(BRAKE, TAKEN_OUT, NO_REPORT, LIST), false, ""),
                new Missing(new Weak(BRAKE, "read", NO_REPORT, LIST), false, ""),
                new Missing(
                        new Weak(RELEASE, TAKEN_OUT, "denies key:read" + ON_RELEASE, LOOK),
                        true,
                        "INFO %1$s/brake/prod/release can be read again: a release will be seen"),
                new Missing(
                        new Weak(RELEASE, "read", "denies key:write" + ON_RELEASE, LIST),
                        true,
                        ""));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("weak")
    void holdsUntilTheRightIsBack(Missing missing) throws Exception {
        try (PolicyCluster cluster = new PolicyCluster(kubernetes, consul)) {
            cluster.publish();
            Map<String, String> documents = cluster.documents();
            cluster.weaken(missing.weak());
            cluster.unexportAll();
            try (RunningExporter exporter = cluster.start()) {
                cluster.awaitWarning("the keys are at %1$s");
                if (missing.isReported()) {
                    cluster.release();
                }
                cluster.awaitWarning(missing.weak().warning());
                cluster.assertStays(documents, cluster::documents, missing.weak());
                assertThat(exporter.readyz()).isEqualTo("ok");

                cluster.allowAll();
                cluster.awaitLine(missing.whenBack());
                if (!missing.isReported()) {
                    cluster.release();
                }
                eventually().until(() -> cluster.documents().isEmpty());
            }
        }
    }
}
