package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Nodes of one test, with the label {@code test-of}; all Nodes of a cluster are everybody's. */
final class ClusterNodes {
    private final KubernetesClient admin;
    private final String test = "test-" + UUID.randomUUID();
    private final List<String> created = new ArrayList<>();

    ClusterNodes(KubernetesClient admin) {
        this.admin = admin;
    }

    /** Its name. */
    String create() {
        String name = test + "-" + created.size();
        admin.resource(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .addToLabels("test-of", test)
                                .endMetadata()
                                .build())
                .create();
        created.add(name);
        return name;
    }

    void cordon(String name) {
        admin.nodes()
                .withName(name)
                .edit(
                        node ->
                                new NodeBuilder(node)
                                        .editOrNewSpec()
                                        .withUnschedulable(true)
                                        .endSpec()
                                        .build());
    }

    /** As a kubelet does every now and then. */
    void heartbeat(String name) {
        admin.nodes()
                .withName(name)
                .editStatus(
                        node ->
                                new NodeBuilder(node)
                                        .withNewStatus()
                                        .addNewCondition()
                                        .withType("Ready")
                                        .withStatus("True")
                                        .withLastHeartbeatTime(Instant.now().toString())
                                        .endCondition()
                                        .addNewAddress("10.0.0.1", "InternalIP")
                                        .withCapacity(Map.of("cpu", new Quantity("4")))
                                        .withVolumesInUse("a-volume")
                                        .withImages(new ContainerImage(List.of("an-image"), 1L))
                                        .endStatus()
                                        .build());
    }

    void delete(String name) {
        admin.nodes().withName(name).delete();
    }

    void deleteAll() {
        created.forEach(this::delete);
    }
}
