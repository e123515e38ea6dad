package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.kse.manifests.Kustomized;
import io.kse.manifests.MissingRight;
import io.kse.manifests.Outcome;
import io.kse.manifests.Scope;
import io.kse.testbed.Account;
import io.kse.testbed.Kubectl;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program with exactly the rights that k8s/ grants, and without each one of them, as
 * docs/rbac.md has it.
 */
@ExtendWith(RealServers.class)
class RightsTest {
    private static final String ACCOUNT = "kube-service-exporter";

    /** Without its M: a line begins with it, or has it behind a colon. */
    private static final String MISSING_RIGHT = "issing right";

    /** Of all that ServiceAccounts ask, who asks what. */
    private static final String AUDIT =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
                userGroups: ["system:serviceaccounts"]
            """;

    @TempDir private static Path folder;
    private static Path audit;
    private static RealKubernetes kubernetes;

    private final RightsScene scene;
    private final User user;
    private LogLines log;

    RightsTest(RealConsul consul) {
        scene = new RightsScene(kubernetes, consul);
        user = new User(kubernetes);
    }

    @BeforeAll
    static void startOwn() throws IOException {
        Path policy = Files.writeString(folder.resolve("audit.yaml"), AUDIT);
        audit = folder.resolve("audit.log");
        kubernetes =
                RealKubernetes.start(
                        Files.createDirectory(folder.resolve("servers")),
                        "--audit-policy-file=" + policy,
                        "--audit-log-path=" + audit,
                        "--audit-log-mode=blocking");
        eventually()
                .until(
                        () ->
                                kubernetes.client().namespaces().withName("kube-system").get()
                                        != null);
    }

    @AfterAll
    static void stopOwn() {
        kubernetes.close();
    }

    @BeforeEach
    void listen() {
        log = new LogLines("io.kse");
    }

    @AfterEach
    void close() {
        log.close();
        scene.close();
    }

    @Test
    void everythingWorksWithExactlyTheRightsOfTheServiceAccountAndEachIsUsed() throws Exception {
        assertThat(new Kubectl(kubernetes).apply(Kustomized.BASE).code()).isZero();
        Path kubeconfig = new Account(kubernetes, ACCOUNT, ACCOUNT).kubeconfig();
        try (RunningExporter exporter = scene.ofAllNamespaces().start(kubeconfig)) {
            scene.assertAllWorks(exporter);
        }
        try (RunningExporter exporter = scene.ofListedNamespaces().start(kubeconfig)) {
            scene.assertAllWorks(exporter);
        }

        assertThat(log.of(MISSING_RIGHT)).isEmpty();
        assertThat(asked()).containsExactlyInAnyOrderElementsOf(Scope.EVERYWHERE.rights());
    }

    /** Objects only: who may log in may also ask for the versions of the API. */
    private static Set<String> asked() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (String line : Files.readAllLines(audit)) {
            JsonNode request = new ObjectMapper().readTree(line);
            assertThat(request.at("/responseStatus/code").asInt()).isNotEqualTo(403);
            asked.add(
                    request.at("/verb").asText()
                            + " "
                            + request.at("/objectRef/resource").asText());
        }
        return asked;
    }

    @Test
    void everythingWorksWithRolesInListedNamespaces() throws Exception {
        user.mayEverywhere(Scope.namespaced().one(ClusterRole.class).getRules());
        user.mayIn(scene.shop(), Scope.LISTED.rules()).mayIn(scene.edge(), Scope.INGRESS.rules());
        try (RunningExporter exporter = scene.ofListedNamespaces().start(user.kubeconfig())) {
            scene.assertAllWorks(exporter);

            assertThat(log.of(MISSING_RIGHT)).isEmpty();
        }
    }

    /** Somebody has changed the image and nothing else. */
    @Test
    void whatTheGoProgramDidWorksWithItsRights() throws Exception {
        user.mayEverywhere(List.of(rightsOfTheGoProgram()));
        try (RunningExporter exporter = scene.ofAllNamespaces().start(user.kubeconfig())) {
            scene.assertDocuments(exporter, Outcome.YES);
            scene.assertIngress(exporter, Outcome.YES);
            scene.assertNodes(exporter, Outcome.YES);
            eventually().until(() -> log.of(MISSING_RIGHT).size() == 2);

            assertThat(log.of("Missing right: get namespace kube-system. ")).hasSize(1);
            assertThat(log.of("Missing right: create events.events.k8s.io ")).hasSize(1);
        }
    }

    private static PolicyRule rightsOfTheGoProgram() {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("nodes", "services")
                .withVerbs("watch", "list", "get")
                .build();
    }

    private static List<MissingRight> rows() {
        return MissingRight.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void withoutOneItGoesOnAsThePageSays(MissingRight row) throws Exception {
        grantAllBut(row);
        try (RunningExporter exporter = start(row)) {
            scene.assertDocuments(exporter, row.documents());
            scene.assertIngress(exporter, row.ingress());
            scene.assertNodes(exporter, row.nodes());
            scene.assertEvents(row.events(), () -> !log.of("Missing right: patch").isEmpty());
            eventually().until(() -> !log.of(MISSING_RIGHT).isEmpty());

            assertThat(log.of(MISSING_RIGHT))
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains(scene.named(row.log()));
            scene.assertNothingElse(exporter, row);
        }
    }

    private void grantAllBut(MissingRight row) {
        if (row.scope() == Scope.EVERYWHERE) {
            user.mayEverywhere(Scope.EVERYWHERE.without(row.right()));
            return;
        }
        user.mayEverywhere(Scope.namespaced().one(ClusterRole.class).getRules());
        user.mayIn(scene.shop(), rules(Scope.LISTED, row))
                .mayIn(scene.edge(), rules(Scope.INGRESS, row));
    }

    private static List<PolicyRule> rules(Scope scope, MissingRight row) {
        return row.scope() == scope ? scope.without(row.right()) : scope.rules();
    }

    /** In the ClusterRole, get is there for those who list namespaces. */
    private RunningExporter start(MissingRight row) throws Exception {
        boolean ofAll = row.scope() == Scope.EVERYWHERE && !row.right().equals("get services");
        return (ofAll ? scene.ofAllNamespaces() : scene.ofListedNamespaces())
                .start(user.kubeconfig());
    }
}
