package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.kse.node.ClusterNode;
import io.kse.service.ServiceAnnotations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes out of an object what nobody here reads. Of 10,000 Services and 5,000 Nodes the rest takes
 * a fraction of the memory. An object is changed in place; what stays of it cannot be changed
 * further, for it is shared.
 */
final class Trim {
    /** One for all: each part of an object comes with an empty map of its own. */
    private static final Map<String, Object> NONE = Map.of();

    /** Characters; longer texts are rarely the same. */
    private static final int LONG = 64;

    private Trim() {}

    /** What stays: its name and who it is, annotations of ours, type and ports. */
    static Service service(Service service) {
        service.setAdditionalProperties(NONE);
        service.setMetadata(metadata(service.getMetadata()));
        service.getMetadata().setLabels(Map.of());
        service.setStatus(null);
        if (service.getSpec() != null) {
            service.setSpec(spec(service.getSpec()));
        }
        return service;
    }

    private static ServiceSpec spec(ServiceSpec spec) {
        ServiceSpec trimmed = new ServiceSpec();
        trimmed.setType(shared(spec.getType()));
        trimmed.setPorts(present(spec.getPorts()));
        trimmed.getPorts().forEach(Trim::port);
        trimmed.setClusterIPs(List.of());
        trimmed.setExternalIPs(List.of());
        trimmed.setIpFamilies(List.of());
        trimmed.setLoadBalancerSourceRanges(List.of());
        trimmed.setSelector(Map.of());
        trimmed.setAdditionalProperties(NONE);
        return trimmed;
    }

    private static void port(ServicePort port) {
        port.setName(shared(port.getName()));
        port.setProtocol(shared(port.getProtocol()));
        port.setTargetPort(null);
        port.setAdditionalProperties(NONE);
    }

    /** What stays: its name, labels, annotations of ours, addresses, and whether it is Ready. */
    static Node node(Node node) {
        node.setAdditionalProperties(NONE);
        node.setMetadata(metadata(node.getMetadata()));
        node.getMetadata().setLabels(some(node.getMetadata().getLabels(), label -> true));
        node.getMetadata().setUid(null);
        node.getMetadata().setCreationTimestamp(null);
        if (node.getSpec() != null) {
            node.setSpec(spec(node.getSpec()));
        }
        if (node.getStatus() != null) {
            node.setStatus(status(node.getStatus()));
        }
        return node;
    }

    private static NodeSpec spec(NodeSpec spec) {
        NodeSpec trimmed = new NodeSpec();
        trimmed.setUnschedulable(spec.getUnschedulable());
        trimmed.setPodCIDRs(List.of());
        trimmed.setTaints(List.of());
        trimmed.setAdditionalProperties(NONE);
        return trimmed;
    }

    private static NodeStatus status(NodeStatus status) {
        NodeStatus trimmed = new NodeStatus();
        trimmed.setConditions(
                present(status.getConditions()).stream()
                        .filter(condition -> ClusterNode.READY.equals(condition.getType()))
                        .map(Trim::condition)
                        .toList());
        trimmed.setAddresses(
                present(status.getAddresses()).stream()
                        .filter(address -> ClusterNode.INTERNAL_IP.equals(address.getType()))
                        .toList());
        trimmed.getAddresses().forEach(Trim::address);
        trimmed.setAllocatable(Map.of());
        trimmed.setCapacity(Map.of());
        trimmed.setImages(List.of());
        trimmed.setRuntimeHandlers(List.of());
        trimmed.setVolumesAttached(List.of());
        trimmed.setVolumesInUse(List.of());
        trimmed.setAdditionalProperties(NONE);
        return trimmed;
    }

    private static NodeCondition condition(NodeCondition condition) {
        NodeCondition trimmed = new NodeCondition();
        trimmed.setType(ClusterNode.READY);
        trimmed.setStatus(shared(condition.getStatus()));
        trimmed.setAdditionalProperties(NONE);
        return trimmed;
    }

    private static void address(NodeAddress address) {
        address.setType(ClusterNode.INTERNAL_IP);
        address.setAdditionalProperties(NONE);
    }

    private static ObjectMeta metadata(ObjectMeta given) {
        ObjectMeta metadata = given == null ? new ObjectMeta() : given;
        metadata.setManagedFields(List.of());
        metadata.setFinalizers(List.of());
        metadata.setOwnerReferences(List.of());
        metadata.setNamespace(shared(metadata.getNamespace()));
        metadata.setAnnotations(
                some(
                        metadata.getAnnotations(),
                        name -> name.startsWith(ServiceAnnotations.PREFIX)));
        metadata.setAdditionalProperties(NONE);
        return metadata;
    }

    private static <P> List<P> present(List<P> parts) {
        return parts == null ? List.of() : parts.stream().filter(Objects::nonNull).toList();
    }

    /** Null means "" to the API server. */
    private static Map<String, String> some(Map<String, String> texts, Predicate<String> names) {
        if (texts == null) {
            return Map.of();
        }
        return texts.keySet().stream()
                .filter(names)
                .collect(
                        Collectors.toUnmodifiableMap(
                                name -> name,
                                name -> shared(Objects.requireNonNullElse(texts.get(name), ""))));
    }

    /** Thousands say the same: the same text need not be there more than once. */
    private static String shared(String text) {
        return text == null || text.length() > LONG ? text : text.intern();
    }
}
