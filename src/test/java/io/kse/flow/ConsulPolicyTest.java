package io.kse.flow;

import static io.kse.flow.ConsulPolicy.LOCK;
import static io.kse.flow.ConsulPolicy.NODES;
import static io.kse.flow.ConsulPolicy.SERVICES;
import static io.kse.flow.ConsulPolicy.SESSION;
import static io.kse.flow.ConsulPolicy.Weak.TAKEN_OUT;
import static io.kse.flow.OwnNamespace.eventually;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.flow.ConsulPolicy.Weak;
import io.kse.testbed.AclConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/consul-acl.hcl} from both sides: with it everything works, and without a right one
 * line names it, nothing is deleted that is not known to be unwanted, and all goes on when the
 * right is there. Here for documents, the list of Nodes and the lock; beside it tests of the other
 * rules.
 */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class ConsulPolicyTest {
    private static final String LIST = "GET /v1/kv/%1$s/services/";
    private static final String LEADER = "%1$s/leadership/prod-leader";
    private static final String READ_LOCK = "GET /v1/kv/" + LEADER;
    private static final String ACQUIRE = "PUT /v1/kv/" + LEADER;
    private static final String OPEN_SESSION = "PUT /v1/session/create";
    private static final String NO_LIST = "denies key:list on %1$s/services/;";
    private static final String NO_DOCUMENT =
            "denies key:write on %1$s/services/prod-%2$s-album-http";
    private static final String NO_NODES = "denies key:write on %1$s/nodes/prod;";
    private static final String NO_SESSION = "without the right session:write on the agent's node";

    private static AclConsul consul;
    private static AclConsul withKeyList;

    private final RealKubernetes kubernetes;

    ConsulPolicyTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @BeforeAll
    static void start(@TempDir Path one, @TempDir Path other) throws Exception {
        consul = AclConsul.start(one, "");
        withKeyList = AclConsul.start(other, AclConsul.KEY_LIST_POLICY);
    }

    @AfterAll
    static void stop() {
        consul.close();
        withKeyList.close();
    }

    private PolicyCluster cluster(boolean keyList) {
        return new PolicyCluster(kubernetes, keyList ? withKeyList : consul);
    }

    @Test
    void eachRuleIsTakenOutByATest() {
        Stream<Weak> tried =
                Stream.of(
                                weak().stream().map(Missing::weak),
                                ConsulBrakePolicyTest.weak().stream()
                                        .map(ConsulBrakePolicyTest.Missing::weak),
                                ConsulOperatorPolicyTest.weak().stream(),
                                ConsulFencePolicyTest.weak().stream(),
                                ConsulRegistrationPolicyTest.weak().stream())
                        .flatMap(each -> each);

        assertThat(tried.filter(Weak::isTakenOut).map(Weak::rule).collect(toSet()))
                .isEqualTo(ConsulPolicy.rules());
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(booleans = {false, true})
    void isEnough(boolean keyList) throws Exception {
        try (PolicyCluster cluster = cluster(keyList)) {
            cluster.namespace.with("KSE_SERVICES_ENABLED", "true");
            cluster.publish();
            cluster.change();
            try (RunningExporter exporter = cluster.start()) {
                cluster.awaitDocumentsChanged();
                cluster.awaitNodesChanged();
                cluster.awaitRegistered("album", "wine");
                assertThat(exporter.readyz()).isEqualTo("ok");
            }

            cluster.namespace.unexport("album");
            cluster.namespace.unexport("wine");
            try (RunningExporter exporter = cluster.start()) {
                cluster.release();
                eventually().until(() -> cluster.documents().isEmpty());
            }
            assertThat(cluster.denials()).isEmpty();
        }
    }

    /**
     * What does not go on stays as it was published.
     *
     * @param ready whether Consul does anything at all that it is asked for
     */
    private record Missing(
            Weak weak, boolean keyList, boolean documentsGoOn, boolean nodesGoOn, boolean ready) {
        static Missing of(String rule, String right, String warning, String asks) {
            return new Missing(new Weak(rule, right, warning, asks), false, false, false, true);
        }

        Missing whereListingKeysIsARight() {
            return new Missing(weak, true, documentsGoOn, nodesGoOn, ready);
        }

        Missing andDocumentsGoOn() {
            return new Missing(weak, keyList, true, nodesGoOn, ready);
        }

        Missing andNodesGoOn() {
            return new Missing(weak, keyList, documentsGoOn, true, ready);
        }

        Missing andNeverReady() {
            return new Missing(weak, keyList, documentsGoOn, nodesGoOn, false);
        }

        @Override
        public String toString() {
            return weak + (keyList ? ", where listing keys is a right" : "");
        }
    }

    private static List<Missing> weak() {
        return List.of(
                Missing.of(SERVICES, TAKEN_OUT, NO_DOCUMENT, LIST).andNodesGoOn(),
                Missing.of(SERVICES, TAKEN_OUT, NO_LIST, LIST).whereListingKeysIsARight(),
                Missing.of(SERVICES, "read", NO_DOCUMENT, LIST).andNodesGoOn(),
                Missing.of(SERVICES, "read", NO_LIST, LIST).whereListingKeysIsARight(),
                Missing.of(SERVICES, "list", NO_DOCUMENT, LIST)
                        .whereListingKeysIsARight()
                        .andNodesGoOn(),
                Missing.of(NODES, TAKEN_OUT, NO_NODES, LIST).andDocumentsGoOn(),
                Missing.of(NODES, "read", NO_NODES, LIST).andDocumentsGoOn(),
                Missing.of(LOCK, TAKEN_OUT, "without the right key:read on " + LEADER, READ_LOCK)
                        .andNeverReady(),
                Missing.of(LOCK, "read", "without the right key:write on " + LEADER, ACQUIRE),
                Missing.of(SESSION, TAKEN_OUT, NO_SESSION, OPEN_SESSION),
                Missing.of(SESSION, "read", NO_SESSION, OPEN_SESSION));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("weak")
    void goesOnWhenTheRightIsBack(Missing missing) throws Exception {
        try (PolicyCluster cluster = cluster(missing.keyList())) {
            cluster.publish();
            Map<String, String> documents = cluster.documents();
            String nodes = cluster.nodeList();
            cluster.weaken(missing.weak());
            cluster.change();
            try (RunningExporter exporter = cluster.start()) {
                cluster.awaitWarning(missing.weak().warning());
                if (missing.documentsGoOn()) {
                    cluster.awaitDocumentsChanged();
                } else {
                    cluster.assertStays(documents, cluster::documents, missing.weak());
                }
                if (missing.nodesGoOn()) {
                    cluster.awaitNodesChanged();
                } else {
                    cluster.assertStays(nodes, cluster::nodeList, missing.weak());
                }
                assertThat(exporter.readyz())
                        .startsWith(missing.ready() ? "ok" : "waits for Consul at ");

                cluster.allowAll();
                cluster.awaitDocumentsChanged();
                cluster.awaitNodesChanged();
            }
        }
    }
}
