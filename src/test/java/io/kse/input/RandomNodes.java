package io.kse.input;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kse.node.ClusterNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Nodes, also such as no kubelet reports and no API server would take. */
final class RandomNodes {
    private static final List<String> TIMES =
            Arrays.asList(
                    "2026-01-31T12:00:00Z",
                    "2999-01-31T12:00:00Z",
                    "2026-01-31T1:00:00,123456789012+24:60",
                    "9999-12-31T23:59:59-24:60",
                    "0000-01-01T00:00:00+24:60",
                    "2026-02-30T12:00:00Z",
                    "2026-01-31T12:00:60Z",
                    "2026-01-31",
                    "soon",
                    "",
                    null);

    private static final List<String> ADDRESSES =
            Arrays.asList(
                    "10.0.0.1", "10.0.0.2", "fd00::1", "10.0.0.999", "a.example.com", "", null);

    private static final List<String> LABELS = Arrays.asList("edge", "", "x".repeat(300), null);

    private final SplittableRandom random;
    private final RandomText text;

    RandomNodes(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
    }

    List<Node> several() {
        List<Node> nodes = new ArrayList<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            nodes.add(next());
        }
        return nodes;
    }

    Node next() {
        Node node = new Node();
        node.setMetadata(seldom() ? null : metadata());
        node.setSpec(seldom() ? null : spec());
        node.setStatus(seldom() ? null : status());
        return node;
    }

    private boolean seldom() {
        return random.nextInt(40) == 0;
    }

    private ObjectMeta metadata() {
        ObjectMeta metadata = new ObjectMeta();
        metadata.setName(seldom() ? null : seldom() ? text.any() : "node-" + random.nextInt(4));
        metadata.setLabels(seldom() ? null : labels());
        if (random.nextInt(3) == 0) {
            Map<String, String> annotations = new HashMap<>();
            annotations.put(ClusterNode.PRETEND_READY_UNTIL, time());
            metadata.setAnnotations(annotations);
        }
        return metadata;
    }

    private String time() {
        String time = text.pick(TIMES);
        return time == null || random.nextInt(4) > 0 ? time : text.mistyped(time);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        labels.put("pool", text.pick(LABELS));
        if (seldom()) {
            labels.put(text.any(), text.any());
        }
        return labels;
    }

    private NodeSpec spec() {
        NodeSpec spec = new NodeSpec();
        spec.setUnschedulable(text.pick(Arrays.asList(true, false, null)));
        return spec;
    }

    private NodeStatus status() {
        NodeStatus status = new NodeStatus();
        List<NodeCondition> conditions = new ArrayList<>();
        List<NodeAddress> addresses = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            conditions.add(seldom() ? null : condition());
            addresses.add(seldom() ? null : address());
        }
        status.setConditions(seldom() ? null : conditions);
        status.setAddresses(seldom() ? null : addresses);
        return status;
    }

    private NodeCondition condition() {
        NodeCondition condition = new NodeCondition();
        condition.setType(text.pick(Arrays.asList("Ready", "Ready", "DiskPressure", "", null)));
        condition.setStatus(
                random.nextInt(9) == 0
                        ? text.any()
                        : text.pick(Arrays.asList("True", "True", "False", "Unknown", null)));
        return condition;
    }

    private NodeAddress address() {
        NodeAddress address = new NodeAddress();
        address.setType(text.pick(Arrays.asList("InternalIP", "InternalIP", "Hostname", "", null)));
        address.setAddress(random.nextInt(9) == 0 ? text.any() : text.pick(ADDRESSES));
        return address;
    }
}
