package io.kse.chaos;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;

/** What one Node is to be like. */
record NodeState(String name, boolean exists, boolean ready, boolean schedulable) {
    static NodeState ready(String name) {
        return new NodeState(name, true, true, true);
    }

    static NodeState of(Node node) {
        boolean ready =
                node.getStatus().getConditions().stream()
                        .anyMatch(
                                one ->
                                        one.getType().equals("Ready")
                                                && one.getStatus().equals("True"));
        boolean schedulable = !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        return new NodeState(node.getMetadata().getName(), true, ready, schedulable);
    }

    NodeState gone() {
        return new NodeState(name, false, true, true);
    }

    NodeState withReady(boolean value) {
        return new NodeState(name, exists, value, schedulable);
    }

    NodeState withSchedulable(boolean value) {
        return new NodeState(name, exists, ready, value);
    }

    boolean isListed() {
        return exists && ready && schedulable;
    }

    /** No two Nodes have the same. */
    String address() {
        return "10.1.1." + name.substring(name.indexOf('-') + 1);
    }

    Node manifest() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(!schedulable)
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .addNewAddress(address(), "InternalIP")
                .endStatus()
                .build();
    }
}
