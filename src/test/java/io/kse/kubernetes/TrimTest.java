package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.kse.node.ClusterNode;
import io.kse.service.ServiceAnnotations;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrimTest {
    private static final String OURS = ServiceAnnotations.PREFIX + "exported";

    @Test
    void keepsOfAServiceWhatDecides() {
        Service service =
                new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("cart")
                        .withUid("7")
                        .withResourceVersion("42")
                        .withCreationTimestamp("2026-01-01T00:00:00Z")
                        .addToLabels("app", "cart")
                        .addToAnnotations(OURS, "true")
                        .addToAnnotations("kubectl.kubernetes.io/last-applied", "{}")
                        .endMetadata()
                        .withNewSpec()
                        .withType("NodePort")
                        .addToSelector("app", "cart")
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .withNodePort(30080)
                        .endPort()
                        .endSpec()
                        .build();

        Trim.service(service);

        assertThat(service.getMetadata().getUid()).isEqualTo("7");
        assertThat(service.getMetadata().getResourceVersion()).isEqualTo("42");
        assertThat(service.getMetadata().getCreationTimestamp()).isNotEmpty();
        assertThat(service.getMetadata().getAnnotations()).isEqualTo(Map.of(OURS, "true"));
        assertThat(service.getSpec().getType()).isEqualTo("NodePort");
        assertThat(service.getSpec().getPorts().get(0).getNodePort()).isEqualTo(30080);
        assertThat(service.getSpec().getSelector()).isNullOrEmpty();
    }

    @Test
    void readsTheSameNodeWithItsRestGone() {
        Node node = node();
        ClusterNode before = ClusterNode.of(node);

        Trim.node(node);

        assertThat(ClusterNode.of(node)).isEqualTo(before);
        assertThat(node.getStatus().getImages()).isEmpty();
        assertThat(node.getStatus().getConditions()).hasSize(1);
    }

    /** As the API server means it. */
    @Test
    void takesAnAnnotationThatIsNullForEmpty() {
        Service service = new Service();
        service.setMetadata(new ObjectMeta());
        service.getMetadata().setAnnotations(new HashMap<>());
        service.getMetadata().getAnnotations().put(OURS, null);

        assertThat(Trim.service(service).getMetadata().getAnnotations())
                .isEqualTo(Map.of(OURS, ""));
    }

    @Test
    void takesWhatHasNoSpecAndNoStatus() {
        Service service =
                new ServiceBuilder().withNewMetadata().withName("a").endMetadata().build();
        Node node = new NodeBuilder().withNewMetadata().withName("a").endMetadata().build();

        Trim.service(service);
        Trim.node(node);

        assertThat(ClusterNode.of(node).name()).isEqualTo("a");
    }

    private static Node node() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("a")
                .addToLabels("pool", "edge")
                .addToAnnotations(ServiceAnnotations.PREFIX + "pretend-ready-until", "soon")
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(true)
                .withPodCIDR("10.0.0.0/24")
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("DiskPressure")
                .withStatus("False")
                .endCondition()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewAddress("10.0.0.1", "InternalIP")
                .addNewAddress("a.example.com", "Hostname")
                .addNewImage()
                .withNames("image")
                .endImage()
                .endStatus()
                .build();
    }

    @Test
    void takesWhatHasNoMetadataAndNullInItsLists() {
        Service service = new ServiceBuilder().withNewSpec().endSpec().build();
        service.getSpec().setPorts(Arrays.asList(null, new ServicePort()));
        Node node = new NodeBuilder().withNewStatus().endStatus().build();
        node.getStatus().setConditions(Arrays.asList((NodeCondition) null));
        node.getStatus().setAddresses(Arrays.asList((NodeAddress) null));

        assertThat(Trim.service(service).getSpec().getPorts()).hasSize(1);
        assertThat(Trim.node(node).getStatus().getConditions()).isEmpty();
        assertThat(node.getStatus().getAddresses()).isEmpty();
    }
}
