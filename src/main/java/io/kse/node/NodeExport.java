package io.kse.node;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the Nodes of a cluster come to at one moment. The same Nodes at the same moment always give
 * the same.
 *
 * @param nodes what is to be published; may be empty, and then nothing is
 * @param selector the selector that chose them; empty if none finds any Node that is included
 * @param seen how many Nodes there are, whether or not they are included
 * @param excluded how many of them are not in the list, by reason
 * @param changesAt when the next pretend-ready-until passes that may take a Node away; empty if
 *     time alone changes nothing
 */
public record NodeExport(
        SortedSet<ExportedNode> nodes,
        Optional<NodeSelector> selector,
        int seen,
        Map<NodeVerdict, Integer> excluded,
        Optional<Instant> changesAt) {
    public NodeExport {
        excluded = Map.copyOf(excluded);
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /**
     * Of the Nodes that are included and have an InternalIP, those that the first selector finds
     * that finds enough, or else the last that finds any. A Node without an InternalIP takes no
     * traffic, so that it is none of those that have to be enough.
     */
    public static NodeExport of(
            Collection<ClusterNode> cluster, NodeSelectors selectors, Instant now) {
        List<ClusterNode> included =
                cluster.stream()
                        .filter(node -> node.isIncluded(now) && !node.addresses().isEmpty())
                        .toList();
        Optional<NodeSelector> selector = choose(included, selectors);
        SortedSet<ExportedNode> nodes = new TreeSet<>();
        selector.ifPresent(
                chosen ->
                        included.stream()
                                .filter(node -> chosen.matches(node.labels()))
                                .forEach(node -> nodes.addAll(node.entries())));
        return new NodeExport(
                nodes,
                selector,
                cluster.size(),
                excluded(cluster, selector, now),
                changesAt(included, selectors, now));
    }

    private static Map<NodeVerdict, Integer> excluded(
            Collection<ClusterNode> cluster, Optional<NodeSelector> selector, Instant now) {
        Map<NodeVerdict, Integer> excluded = new EnumMap<>(NodeVerdict.class);
        cluster.stream()
                .map(node -> NodeVerdict.of(node, selector, now))
                .filter(verdict -> !verdict.isIncluded())
                .forEach(reason -> excluded.merge(reason, 1, Integer::sum));
        return excluded;
    }

    /** How many Nodes are in the list, each with one entry or more. */
    public int included() {
        return seen - excluded.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Optional<NodeSelector> choose(
            List<ClusterNode> included, NodeSelectors selectors) {
        int enough = Math.max(1, selectors.minimum());
        Optional<NodeSelector> last = Optional.empty();
        for (NodeSelector selector : selectors.inOrder()) {
            long found = included.stream().filter(n -> selector.matches(n.labels())).count();
            if (found >= enough) {
                return Optional.of(selector);
            } else if (found > 0) {
                last = Optional.of(selector);
            }
        }
        return last;
    }

    private static Optional<Instant> changesAt(
            List<ClusterNode> included, NodeSelectors selectors, Instant now) {
        return included.stream()
                .filter(node -> node.pretendsOnly(now))
                .filter(
                        node ->
                                selectors.inOrder().stream()
                                        .anyMatch(s -> s.matches(node.labels())))
                .flatMap(node -> node.pretendReadyUntil().stream())
                .min(Instant::compareTo);
    }
}
