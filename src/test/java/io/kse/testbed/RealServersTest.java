package io.kse.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
class RealServersTest {
    @Test
    void keepsWhatATestWritesUnderItsOwnPrefix(RealConsul consul) {
        String prefix = consul.newPrefix();

        consul.put(prefix + "/with a space", "ü");
        consul.put(prefix + "/gone", "x");
        consul.delete(prefix + "/gone");

        assertThat(consul.keys(prefix + "/")).isEqualTo(Map.of(prefix + "/with a space", "ü"));
        assertThat(consul.get(prefix + "/with a space")).hasValue("ü");
        assertThat(consul.get(prefix + "/gone")).isEmpty();
        assertThat(consul.keys(consul.newPrefix())).isEmpty();
    }

    @Test
    void isOneSetForAllTests(RealConsul consul, RealConsul again) {
        assertThat(again).isSameAs(consul);
    }

    @Test
    void allocatesNodePortsAsAClusterDoes(RealKubernetes kubernetes) {
        String namespace = kubernetes.newNamespace();

        Service created = kubernetes.client().resource(service(namespace)).create();

        assertThat(created.getSpec().getPorts())
                .allSatisfy(port -> assertThat(port.getNodePort()).isBetween(30000, 32767));
    }

    @Test
    void knowsTokensAndClientCertificates(RealKubernetes kubernetes) {
        try (KubernetesClient admin = client(kubernetes.kubeconfig());
                KubernetesClient byCertificate =
                        client(kubernetes.certificateKubeconfig("ann", "system:masters"));
                KubernetesClient stranger = client(kubernetes.kubeconfig("stranger"))) {
            assertThat(admin.namespaces().withName("default").get()).isNotNull();
            assertThat(byCertificate.namespaces().withName("default").get()).isNotNull();
            assertThatThrownBy(() -> stranger.services().list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(403));
        }
    }

    @Test
    void restartsAKilledConsulWithItsData(@TempDir Path folder) {
        try (RealConsul own = RealConsul.start(folder)) {
            own.put("kept", "1");

            own.kill();
            assertThatThrownBy(() -> own.get("kept")).hasMessageContaining("Connect");
            own.restart();

            assertThat(own.get("kept")).hasValue("1");
        }
    }

    @Test
    void pausedConsulTakesConnectionsButAnswersNothing(@TempDir Path folder) {
        try (RealConsul own = RealConsul.start(folder)) {
            own.put("kept", "1");
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(own.url() + "/v1/kv/kept?raw"))
                            .timeout(Duration.ofMillis(500))
                            .build();

            own.pause();
            assertThatThrownBy(
                            () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                    .isExactlyInstanceOf(HttpTimeoutException.class);
            own.resume();

            assertThat(own.get("kept")).hasValue("1");
        }
    }

    @Test
    void restartsAKilledApiServerWithItsObjects(@TempDir Path folder) {
        try (RealKubernetes own = RealKubernetes.start(folder)) {
            String namespace = own.newNamespace();

            own.kill();
            own.restart();

            assertThat(own.client().namespaces().withName(namespace).get()).isNotNull();
        }
    }

    @Test
    void showsTheLogOfAServerThatDoesNotStart(@TempDir Path folder) {
        assertThatThrownBy(() -> RealConsul.start(folder, "-no-such-option"))
                .hasMessageContaining("consul ended with exit code 1")
                .hasMessageContaining("flag provided but not defined: -no-such-option");
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private static Service service(String namespace) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }
}
