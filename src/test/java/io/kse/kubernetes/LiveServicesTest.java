package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.testbed.Etcd;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class LiveServicesTest {
    private final RealKubernetes kubernetes;
    private final Cluster cluster;

    LiveServicesTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.cluster = new Cluster(kubernetes);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void listsMoreServicesThanFitOnAPageAndStartsAgainWhenThePlaceIsLost() {
        String namespace = cluster.newNamespace();
        applyMany(namespace, 270);
        AtomicInteger requests = new AtomicInteger();
        try (KubernetesClient client =
                cluster.adminWho(request -> forgetHistoryAfterPageOne(requests))) {
            List<Service> services =
                    new LiveServices(client, List.of(namespace)).list(Cluster.PATIENCE);

            assertThat(names(services)).hasSize(270).doesNotHaveDuplicates();
            assertThat(requests).as("page 1, lost place, page 1, page 2").hasValue(4);
        }
    }

    private void forgetHistoryAfterPageOne(AtomicInteger requests) {
        if (requests.incrementAndGet() == 2) {
            cluster.newNamespace();
            new Etcd(kubernetes).forgetHistory();
        }
    }

    @Test
    void listsTheNamespacesItIsToldOrAll() {
        String first = cluster.newNamespace();
        String second = cluster.newNamespace();
        String third = cluster.newNamespace();
        List.of(first, second, third).forEach(name -> cluster.apply(service(name, "in-" + name)));

        assertThat(
                        names(
                                new LiveServices(cluster.admin(), List.of(first, third))
                                        .list(Cluster.PATIENCE)))
                .containsExactly("in-" + first, "in-" + third);
        assertThat(names(new LiveServices(cluster.admin(), List.of()).list(Cluster.PATIENCE)))
                .contains("in-" + first, "in-" + second, "in-" + third, "kubernetes");
    }

    @Test
    void returnsNothingRatherThanAPart() {
        String allowed = cluster.newNamespace();
        String forbidden = cluster.newNamespace();
        cluster.allowReading(allowed, "reader");
        LiveServices services = new LiveServices(cluster.as("reader"), List.of(allowed, forbidden));

        assertThatThrownBy(() -> services.list(Cluster.PATIENCE))
                .isInstanceOf(KubernetesUnavailable.class)
                .hasMessageStartingWith("Kubernetes API server https://127.0.0.1:")
                .hasMessageContaining("cannot list resource \"services\"")
                .hasMessageContaining(forbidden)
                .message()
                .doesNotContain("\n", kubernetes.token("reader"));
    }

    /** Headless: allocating addresses is what takes the time. */
    private void applyMany(String namespace, int count) {
        IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> service(namespace, "service-" + i))
                .peek(service -> service.getSpec().setClusterIP("None"))
                .forEach(cluster::apply);
    }

    private static List<String> names(List<Service> services) {
        return services.stream().map(service -> service.getMetadata().getName()).toList();
    }
}
