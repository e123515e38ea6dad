package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.kse.testbed.Etcd;
import io.kse.testbed.Figures;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An API server that is away or refuses, while Services go and Consul does what it likes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerLossTest {
    private RealKubernetes kubernetes;
    private RealConsul consul;
    private Shop shop;
    private RunningExporter exporter;

    @BeforeAll
    void startServers(@TempDir Path kubernetesFolder, @TempDir Path consulFolder) {
        kubernetes = RealKubernetes.start(kubernetesFolder);
        consul = RealConsul.start(consulFolder);
    }

    @AfterAll
    void stopServers() {
        kubernetes.close();
        consul.close();
    }

    @BeforeEach
    void newShop() {
        shop = new Shop(kubernetes);
        shop.create("goes");
        shop.create("stays");
    }

    @AfterEach
    void stop() {
        exporter.close();
    }

    private void start(String user) throws Exception {
        Map<String, String> asUser = Map.of("KUBECONFIG", kubernetes.kubeconfig(user).toString());
        exporter = RunningExporter.start(kubernetes, consul, shop.namespace(), asUser);
        exporter.awaitDocument(key("goes"), "hash");
        exporter.awaitDocument(key("stays"), "hash");
    }

    private String key(String name) {
        return exporter.key(shop.namespace(), name, "http");
    }

    private void deletePastTheApiServer(String name) {
        Etcd etcd = new Etcd(kubernetes);
        etcd.deleteService(shop.namespace(), name);
        etcd.forgetHistory();
    }

    /** The part of the role {@code view} that needs no controller to put it together. */
    private void letRead(String user) {
        RoleBinding reads =
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("reads")
                        .withNamespace(shop.namespace())
                        .endMetadata()
                        .withNewRoleRef(
                                "rbac.authorization.k8s.io",
                                "ClusterRole",
                                "system:aggregate-to-view")
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build();
        kubernetes.client().resource(reads).create();
    }

    private void letNobodyRead() {
        kubernetes
                .client()
                .rbac()
                .roleBindings()
                .inNamespace(shop.namespace())
                .withName("reads")
                .delete();
    }

    private void awaitFirstListWithoutIt(String figure) {
        long begun = System.nanoTime();
        exporter.awaitGone(key("goes"));
        Figures.since(figure, begun);
        assertThat(exporter.documents()).containsOnlyKeys(key("stays"));
    }

    /** The watch has to go on from a version that is compacted: 410. */
    @Test
    void keepsTheLastGoodAndDeletesWhatVanishedWhenTheApiServerIsBack() throws Exception {
        start("admin");
        Map<String, String> before = exporter.documents();

        kubernetes.kill();
        deletePastTheApiServer("goes");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> exporter.documents().equals(before));
        kubernetes.restart();

        awaitFirstListWithoutIt("API server back to what vanished deleted");
    }

    @Test
    void fillsAnEmptyConsulFromItsCachesWhileTheApiServerIsAway() throws Exception {
        start("admin");
        Map<String, String> before = exporter.documents();
        kubernetes.kill();
        deletePastTheApiServer("goes");

        consul.restartEmpty();
        long begun = System.nanoTime();

        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> exporter.documents().equals(before));
        Figures.since("empty Consul to everything there again, without API server", begun);
        kubernetes.restart();
        awaitFirstListWithoutIt("API server back to what vanished deleted from a filled Consul");
    }

    @Test
    void keepsTheLastGoodWhileTheApiServerRefuses() throws Exception {
        letRead("exporter");
        start("exporter");
        Map<String, String> before = exporter.documents();

        letNobodyRead();
        kubernetes.restart();
        shop.delete("goes");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(4))
                .until(() -> exporter.documents().equals(before));
        letRead("exporter");

        awaitFirstListWithoutIt("right granted again to what vanished deleted");
    }
}
