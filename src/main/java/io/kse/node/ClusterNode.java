package io.kse.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kse.json.Unicode;
import io.kse.service.ServiceAnnotations;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What matters to us of a Node. Two that are equal come to the same list: a heartbeat gives an
 * equal one.
 *
 * @param schedulable false if it is cordoned
 * @param ready true if its Ready condition is {@code True}; absent and {@code Unknown} are not
 * @param pretendReadyUntil until when it counts as ready all the same
 * @param badTimestamp what its {@link #PRETEND_READY_UNTIL} says, if that is no time and so counts
 *     as absent
 * @param addresses its InternalIPs, as the cluster says them
 */
public record ClusterNode(
        String name,
        Map<String, String> labels,
        boolean schedulable,
        boolean ready,
        Optional<Instant> pretendReadyUntil,
        Optional<String> badTimestamp,
        SortedSet<String> addresses) {
    /** The annotation with which somebody keeps a Node in the list for some time. */
    public static final String PRETEND_READY_UNTIL =
            ServiceAnnotations.PREFIX + "pretend-ready-until";

    /** The only type of a Node's conditions that counts here. */
    public static final String READY = "Ready";

    /** The only type of a Node's addresses that counts here. */
    public static final String INTERNAL_IP = "InternalIP";

    public ClusterNode {
        labels = Map.copyOf(labels);
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }

    /**
     * @param node whatever it lacks counts as empty
     */
    public static ClusterNode of(Node node) {
        NodeSpec spec = Optional.ofNullable(node.getSpec()).orElseGet(NodeSpec::new);
        NodeStatus status = Optional.ofNullable(node.getStatus()).orElseGet(NodeStatus::new);
        ObjectMeta metadata = Optional.ofNullable(node.getMetadata()).orElseGet(ObjectMeta::new);
        Optional<String> timestamp =
                Optional.ofNullable(texts(metadata.getAnnotations()).get(PRETEND_READY_UNTIL));
        Optional<Instant> until = timestamp.flatMap(GoTime::parse);
        return new ClusterNode(
                text(metadata.getName()),
                texts(metadata.getLabels()),
                !Boolean.TRUE.equals(spec.getUnschedulable()),
                isReady(present(status.getConditions())),
                until,
                until.isPresent() ? Optional.empty() : timestamp,
                internal(present(status.getAddresses())));
    }

    /** Null means "" to the API server. */
    private static Map<String, String> texts(Map<String, String> map) {
        Map<String, String> texts = new HashMap<>();
        Optional.ofNullable(map).orElseGet(Map::of).forEach((k, v) -> texts.put(k, text(v)));
        return texts;
    }

    private static String text(String text) {
        return text == null ? "" : Unicode.wellFormed(text);
    }

    private static <T> List<T> present(List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    /** The API server keeps conditions by type, so that there is one of a type. */
    private static boolean isReady(List<NodeCondition> conditions) {
        return conditions.stream()
                .filter(condition -> READY.equals(condition.getType()))
                .findFirst()
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    private static SortedSet<String> internal(List<NodeAddress> addresses) {
        SortedSet<String> internal = new TreeSet<>();
        for (NodeAddress address : addresses) {
            String ip = text(address.getAddress());
            if (INTERNAL_IP.equals(address.getType()) && !ip.isEmpty()) {
                internal.add(ip);
            }
        }
        return internal;
    }

    /** True if traffic may go to it: not cordoned, and ready or taken to be for some time yet. */
    public boolean isIncluded(Instant now) {
        return schedulable && (ready || pretendsAt(now));
    }

    /** True if time alone will take it from those included. */
    boolean pretendsOnly(Instant now) {
        return schedulable && !ready && pretendsAt(now);
    }

    private boolean pretendsAt(Instant now) {
        return pretendReadyUntil.filter(now::isBefore).isPresent();
    }

    /** One for each address. */
    List<ExportedNode> entries() {
        return addresses.stream().map(address -> new ExportedNode(name, address)).toList();
    }
}
