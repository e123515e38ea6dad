package io.kse.page;

import static java.util.stream.Collectors.groupingBy;

import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeVerdict;
import io.kse.page.PageView.Node;
import io.kse.page.PageView.Nodes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of Nodes: which of them are in the list that is published, and why the others are not,
 * or are in it all the same. Those that somebody may look for come first.
 */
final class NodeTable {
    private static final int SHOWN = 200;

    private final Facts.Nodes nodes;
    private final Instant now;
    private final boolean isDrained;
    private final Map<String, List<ExportedNode>> held;

    NodeTable(Facts.Nodes nodes, Instant now, boolean isDrained) {
        this.nodes = nodes;
        this.now = now;
        this.isDrained = isDrained;
        this.held = nodes.held().stream().collect(groupingBy(ExportedNode::name));
    }

    /** In the order in which they are shown. */
    private enum Mark {
        OUT("bad", "out"),
        KEPT("kept", "kept by the brake"),
        IN("good", "in");

        private final String style;
        private final String label;

        Mark(String style, String label) {
            this.style = style;
            this.label = label;
        }
    }

    private record Row(Mark mark, String name, String addresses, String reason) {
        Node view() {
            return new Node(name, addresses, mark.style, mark.label, reason);
        }
    }

    Nodes view() {
        List<Row> rows = rows();
        Map<Mark, Long> counts =
                rows.stream().collect(groupingBy(Row::mark, Collectors.counting()));
        long kept = counts.getOrDefault(Mark.KEPT, 0L);
        long in = counts.getOrDefault(Mark.IN, 0L);
        int more = rows.size() - SHOWN;
        return new Nodes(
                ServiceTable.number(in + kept),
                kept == 0 ? "" : ServiceTable.number(kept),
                ServiceTable.number(counts.getOrDefault(Mark.OUT, 0L)),
                nodes.export().selector().map(Object::toString).orElse(""),
                rows.stream().limit(SHOWN).map(Row::view).toList(),
                more > 0 ? "and %s more".formatted(ServiceTable.number(more)) : "",
                in == 0 && !isDrained,
                isDrained);
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>(nodes.all().stream().map(this::row).toList());
        Set<String> there = nodes.all().stream().map(ClusterNode::name).collect(Collectors.toSet());
        held.entrySet().stream()
                .filter(entry -> !there.contains(entry.getKey()))
                .map(entry -> gone(entry.getKey(), entry.getValue()))
                .forEach(rows::add);
        rows.sort(Comparator.comparing(Row::mark).thenComparing(Row::name));
        return rows;
    }

    private Row row(ClusterNode node) {
        NodeVerdict verdict = NodeVerdict.of(node, nodes.export().selector(), now);
        String addresses = String.join(", ", node.addresses());
        return new Row(mark(node, verdict), node.name(), addresses, reason(node, verdict));
    }

    /** No watch event has said so, or its entries would not be held. */
    private static Row gone(String name, List<ExportedNode> entries) {
        String addresses =
                entries.stream().map(ExportedNode::address).collect(Collectors.joining(", "));
        return new Row(Mark.KEPT, name, addresses, "there is no such Node any more");
    }

    private Mark mark(ClusterNode node, NodeVerdict verdict) {
        if (verdict.isIncluded()) {
            return Mark.IN;
        }
        return held.containsKey(node.name()) ? Mark.KEPT : Mark.OUT;
    }

    private static String reason(ClusterNode node, NodeVerdict verdict) {
        return verdict == NodeVerdict.PRETENDS
                ? verdict.reason() + node.pretendReadyUntil().map(at -> ", until " + at).orElse("")
                : verdict.reason();
    }
}
