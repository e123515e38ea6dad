package io.kse.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes for tests, as in {@code node("n1").ready("True").internalIp("10.0.0.1").build()}. Without
 * conditions or addresses unless told otherwise.
 */
public final class Nodes {
    private final String name;
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private final List<NodeCondition> conditions = new ArrayList<>();
    private final List<NodeAddress> addresses = new ArrayList<>();
    private Boolean unschedulable;

    private Nodes(String name) {
        this.name = name;
    }

    public static Nodes node(String name) {
        return new Nodes(name);
    }

    /** Ready, with one InternalIP. */
    public static Nodes readyNode(String name, String ip) {
        return node(name).ready("True").internalIp(ip);
    }

    public Nodes label(String label, String value) {
        labels.put(label, value);
        return this;
    }

    public Nodes cordoned() {
        unschedulable = true;
        return this;
    }

    /** {@code status}: True, False or Unknown. */
    public Nodes ready(String status) {
        return condition("Ready", status, "2024-01-01T00:00:00Z");
    }

    public Nodes condition(String type, String status, String heartbeat) {
        conditions.add(
                new NodeConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withLastHeartbeatTime(heartbeat)
                        .build());
        return this;
    }

    public Nodes pretendReadyUntil(String time) {
        annotations.put("kube-service-exporter.github.com/pretend-ready-until", time);
        return this;
    }

    public Nodes internalIp(String ip) {
        return address("InternalIP", ip);
    }

    public Nodes address(String type, String address) {
        addresses.add(new NodeAddress(address, type));
        return this;
    }

    public Node build() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(unschedulable)
                .endSpec()
                .withNewStatus()
                .withConditions(conditions)
                .withAddresses(addresses)
                .endStatus()
                .build();
    }

    public ClusterNode read() {
        return ClusterNode.of(build());
    }
}
