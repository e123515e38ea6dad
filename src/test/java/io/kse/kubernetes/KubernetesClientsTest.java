package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
class KubernetesClientsTest {
    @TempDir Path folder;
    private final RealKubernetes kubernetes;
    private final Cluster cluster;

    KubernetesClientsTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.cluster = new Cluster(kubernetes);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void comesInWithAToken() {
        assertThat(namespaces(kubernetes.kubeconfig())).contains("default");
    }

    @Test
    void comesInWithATokenFile() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), kubernetes.token() + "\n");

        assertThat(namespaces(kubeconfig(authority(), "{tokenFile: %s}".formatted(token))))
                .contains("default");
    }

    @Test
    void comesInWithAClientCertificate() {
        assertThat(namespaces(kubernetes.certificateKubeconfig("ann", "system:masters")))
                .contains("default");
    }

    @Test
    void saysThatTheApiServerCannotBeTrusted() {
        KubernetesClient client = cluster.connect(kubeconfig("", "{token: x}"));

        assertThatThrownBy(() -> new LiveServices(client, List.of()).list(Cluster.PATIENCE))
                .isInstanceOf(KubernetesUnavailable.class)
                .hasMessageContaining("/: TLS: unable to find valid certification path");
    }

    /** Taken for an object of some unknown kind, 410 would not make the informer list again. */
    @Test
    void understandsTheStatusWithWhichAWatchEnds() {
        String gone = "{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"code\":410}";
        KubernetesClient client = cluster.connect(kubeconfig("", "{token: x}"));

        WatchEvent event =
                client.getKubernetesSerialization()
                        .unmarshal(
                                "{\"type\":\"ERROR\",\"object\":%s}".formatted(gone),
                                WatchEvent.class);

        assertThat(event.getObject()).isInstanceOf(Status.class);
    }

    @Test
    void podComesInWithItsServiceAccountAndSaysOnceThatItsTokenIsRefused() throws Exception {
        Files.copy(kubernetes.caCertificate(), folder.resolve("ca.crt"));
        Files.writeString(folder.resolve("token"), "wrong");
        URI url = URI.create(kubernetes.url());
        Map<String, String> environment =
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        url.getHost(),
                        "KUBERNETES_SERVICE_PORT",
                        "" + url.getPort());
        try (LogLines lines = new LogLines(ApiServerTrouble.class);
                KubernetesClient client = KubernetesClients.connect(environment, folder);
                WatchRoute route = new WatchRoute(client, List.of("default"))) {
            await().until(() -> lines.lines().size() == 1);
            Files.writeString(folder.resolve("token"), kubernetes.token());

            route.awaitSeen("ADDED kubernetes");
            String server = "Kubernetes API server " + url + "/";
            assertThat(lines.lines()).hasSize(2);
            assertThat(lines.lines().get(0))
                    .isEqualTo(
                            "WARN "
                                    + server
                                    + ": it refuses our token or certificate (401 Unauthorized);"
                                    + " trying again until it works");
            assertThat(lines.lines().get(1)).startsWith("INFO " + server + " answers again after ");
        }
    }

    private String authority() {
        return ", certificate-authority: " + kubernetes.caCertificate();
    }

    private Path kubeconfig(String authority, String user) {
        return KubeconfigFile.write(folder, kubernetes.url(), authority, user);
    }

    private List<String> namespaces(Path kubeconfig) {
        return cluster.connect(kubeconfig).namespaces().list().getItems().stream()
                .map(namespace -> namespace.getMetadata().getName())
                .toList();
    }
}
