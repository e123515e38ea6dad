package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.service.ServiceName;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class ListedServicesTest {
    private final RealKubernetes kubernetes;

    ListedServicesTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @Test
    void asksNobodyForWhatIsInTheListOrShouldBe() {
        try (KubernetesClient away = away()) {
            ListedServices services = services(away, List.of("shop"));

            assertThat(services.find(new ServiceName("shop", "cart"))).isPresent();
            assertThat(services.find(new ServiceName("shop", "none"))).isEmpty();
            services.requireAnswers();
        }
    }

    @Test
    void takesAListOfAllNamespacesForComplete() {
        try (KubernetesClient away = away()) {
            ListedServices services = services(away, List.of());

            assertThat(services.find(new ServiceName("edge", "gateway"))).isEmpty();
            services.requireAnswers();
        }
    }

    @Test
    void asksForServicesOfOtherNamespaces() {
        try (Cluster cluster = new Cluster(kubernetes)) {
            String edge = cluster.newNamespace();
            cluster.apply(service(edge, "gateway"));

            ListedServices services = services(cluster.admin(), List.of("shop"));

            assertThat(services.find(new ServiceName(edge, "gateway"))).isPresent();
            assertThat(services.find(new ServiceName(edge, "none"))).isEmpty();
            services.requireAnswers();
        }
    }

    @Test
    void remembersThatItGotNoAnswer() {
        try (KubernetesClient away = away()) {
            ListedServices services = services(away, List.of("shop"));

            assertThat(services.find(new ServiceName("edge", "gateway"))).isEmpty();
            assertThat(services.find(new ServiceName("shop", "cart"))).isPresent();
            assertThatThrownBy(services::requireAnswers)
                    .isInstanceOf(KubernetesUnavailable.class)
                    .hasMessageStartingWith("Kubernetes API server " + away.getMasterUrl());
        }
    }

    private static ListedServices services(KubernetesClient client, List<String> namespaces) {
        return new ListedServices(List.of(service("shop", "cart")), namespaces, client);
    }

    private KubernetesClient away() {
        String url = "https://127.0.0.1:" + FreePorts.next();
        return KubernetesClients.connectOnce(
                Map.of("KUBECONFIG", kubernetes.kubeconfigAt(url).toString()));
    }
}
