package io.kse.chaos;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.node.ExportedNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the cluster has been since the beginning of a trial. */
final class History {
    private final Map<String, Versions<Optional<Service>>> services = new TreeMap<>();
    private final Map<String, ServiceHistory> histories = new TreeMap<>();
    private final Versions<Map<String, NodeState>> nodes;

    /**
     * @param services by name, those that do not exist included; one is the gate
     * @param behindGate names of those that are behind it whenever they are exported
     */
    History(
            KeySpace keys,
            Map<String, Optional<Service>> services,
            Collection<String> behindGate,
            Map<String, NodeState> nodes) {
        this.nodes = new Versions<>(0, Map.copyOf(nodes));
        services.forEach((name, first) -> this.services.put(name, new Versions<>(0, first)));
        Versions<Optional<Service>> gates = this.services.get(ServiceState.GATE);
        this.services.forEach(
                (name, versions) ->
                        histories.put(
                                name,
                                new ServiceHistory(
                                        keys, versions, gates, behindGate.contains(name))));
    }

    /** Of the Service of that name. */
    Versions<Optional<Service>> versions(String service) {
        return services.get(service);
    }

    Versions<Map<String, NodeState>> nodes() {
        return nodes;
    }

    Collection<ServiceHistory> services() {
        return histories.values();
    }

    /** Whose document is at that key; empty if it is of none. */
    Optional<ServiceHistory> ownerOf(KvKey key) {
        return histories.entrySet().stream()
                .filter(entry -> isOf(key, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** True if the key is of that Service, whichever version and port. */
    static boolean isOf(KvKey key, String service) {
        String part = ServiceState.NAMESPACE + "-" + service + "-";
        String id = key.path().split("/")[2];
        return id.startsWith(part) || id.startsWith(Landscape.CLUSTER + "-" + part);
    }

    /** As it is stored; nothing that is stored if there is no Node yet. */
    static String list(Map<String, NodeState> nodes) {
        SortedSet<ExportedNode> listed =
                nodes.values().stream()
                        .filter(NodeState::isListed)
                        .map(node -> new ExportedNode(node.name(), node.address()))
                        .collect(Collectors.toCollection(TreeSet::new));
        return listed.isEmpty() ? "" : new NodeList(listed).json();
    }
}
