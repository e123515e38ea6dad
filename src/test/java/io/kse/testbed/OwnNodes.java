package io.kse.testbed;

import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kse.service.ServiceAnnotations;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Nodes of one test: all Nodes of a cluster are everybody's, so that only their label parts them.
 */
public final class OwnNodes implements AutoCloseable {
    private static final String LABEL = "test-of";

    private final KubernetesClient client;
    private final String test = "nodes-" + UUID.randomUUID().toString().substring(0, 8);
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final AtomicLong beats = new AtomicLong();

    public OwnNodes(RealKubernetes kubernetes) {
        this.client = kubernetes.client();
    }

    /** For KSE_NODE_SELECTOR. */
    public String selector() {
        return LABEL + "=" + test;
    }

    /** A Node that is ready; its name begins with that of the test. */
    public String create(String name, String... internalIps) {
        client.resource(node(name, "True", internalIps)).create();
        created.add(full(name));
        return full(name);
    }

    /** As the API server calls it. */
    public String full(String name) {
        return test + "-" + name;
    }

    private Node node(String name, String ready, String... internalIps) {
        NodeBuilder node =
                new NodeBuilder()
                        .withNewMetadata()
                        .withName(full(name))
                        .addToLabels(LABEL, test)
                        .endMetadata()
                        .withNewStatus()
                        .withConditions(condition(ready))
                        .endStatus();
        for (String ip : internalIps) {
            node.editStatus().addNewAddress(ip, "InternalIP").endStatus();
        }
        return node.build();
    }

    private static NodeCondition condition(String ready) {
        return new NodeConditionBuilder()
                .withType("Ready")
                .withStatus(ready)
                .withReason("Test")
                .withLastHeartbeatTime(Instant.now().toString())
                .build();
    }

    /** {@code ready}: True, False or Unknown. */
    public void setReady(String name, String ready) {
        client.nodes()
                .withName(full(name))
                .editStatus(
                        node ->
                                new NodeBuilder(node)
                                        .editStatus()
                                        .withConditions(condition(ready))
                                        .endStatus()
                                        .build());
    }

    /**
     * As a kubelet does: only a time changes. The API server keeps seconds, and two beats in the
     * same one would be no change.
     */
    public void heartbeat(String name) {
        Instant time = Instant.now().plusSeconds(beats.incrementAndGet());
        String beat =
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\","
                        + "\"lastHeartbeatTime\":\"%s\"}]}}";
        client.nodes()
                .withName(full(name))
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        beat.formatted(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** As a kubelet does: much that nobody reads. */
    public void fill(String name) {
        client.nodes()
                .withName(full(name))
                .editStatus(
                        node ->
                                new NodeBuilder(node)
                                        .editStatus()
                                        .withCapacity(Map.of("cpu", new Quantity("4")))
                                        .withVolumesInUse("a-volume")
                                        .withImages(new ContainerImage(List.of("an-image"), 1L))
                                        .endStatus()
                                        .build());
    }

    public void setSchedulable(String name, boolean schedulable) {
        edit(name, node -> node.editOrNewSpec().withUnschedulable(!schedulable).endSpec());
    }

    public void pretendReadyUntil(String name, String time) {
        edit(
                name,
                node ->
                        node.editMetadata()
                                .addToAnnotations(
                                        ServiceAnnotations.PREFIX + "pretend-ready-until", time)
                                .endMetadata());
    }

    private void edit(String name, UnaryOperator<NodeBuilder> change) {
        client.nodes()
                .withName(full(name))
                .edit(node -> change.apply(new NodeBuilder(node)).build());
    }

    public void delete(String name) {
        client.nodes().withName(full(name)).delete();
        created.remove(full(name));
    }

    @Override
    public void close() {
        created.forEach(name -> client.nodes().withName(name).delete());
    }
}
