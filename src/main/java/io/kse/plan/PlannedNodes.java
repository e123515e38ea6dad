package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.document.NodeList.Room;
import io.kse.node.ExportedNode;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of the list of nodes. It is written only if what is stored is not exactly it.
 *
 * @param list what is to be published
 * @param room whether that fits into Consul; somebody should know if not, or hardly
 * @param put empty if it is there already, or does not fit: then the last list stays
 */
public record PlannedNodes(NodeList list, Room room, Optional<Put> put) {
    private static final int NAMED = 3;
    private static final String REWRITTEN = "the same nodes, but written in another way";
    private static final String DRAINED = ": the cluster is drained";
    private static final String UNREADABLE = "what was stored is no list of nodes";

    static PlannedNodes of(NodeList list, KvKey key, Snapshot snapshot) {
        Optional<Stored> stored = snapshot.get(key);
        if (stored.filter(there -> list.isIn(there.value())).isPresent()) {
            return new PlannedNodes(list, list.room(key), Optional.empty());
        }
        Put put = put(list, key, stored);
        return new PlannedNodes(list, list.room(key), Optional.of(put)).ifItFits();
    }

    private PlannedNodes ifItFits() {
        return room == Room.NONE ? without() : this;
    }

    /** The same where somebody else writes it, or nobody. */
    PlannedNodes without() {
        return new PlannedNodes(list, room, Optional.empty());
    }

    private static Put put(NodeList list, KvKey key, Optional<Stored> stored) {
        String drained = list.drained() ? DRAINED : "";
        if (stored.isEmpty()) {
            return new Put(key, list.json(), 0, "new: " + list.nodes().size() + " nodes" + drained);
        }
        long index = stored.get().index();
        Optional<SortedSet<ExportedNode>> there = NodeList.entries(stored.get().value());
        if (there.filter(list.nodes()::equals).isPresent()) {
            return new Put(key, list.json(), index, REWRITTEN).asRepair();
        }
        String why = there.map(t -> difference(list.nodes(), t)).orElse(UNREADABLE);
        return new Put(key, list.json(), index, why + drained);
    }

    private static String difference(
            SortedSet<ExportedNode> wanted, SortedSet<ExportedNode> there) {
        Collection<ExportedNode> more = without(wanted, there);
        Collection<ExportedNode> less = without(there, wanted);
        String counts =
                Stream.of(count("+", more), count("-", less))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" "));
        String named =
                Stream.concat(more.stream().map(n -> "+" + n), less.stream().map(n -> "-" + n))
                        .limit(NAMED)
                        .collect(Collectors.joining(", "));
        return counts + " nodes: " + named + (more.size() + less.size() > NAMED ? ", …" : "");
    }

    private static Optional<String> count(String sign, Collection<ExportedNode> nodes) {
        return nodes.isEmpty() ? Optional.empty() : Optional.of(sign + nodes.size());
    }

    private static Collection<ExportedNode> without(
            SortedSet<ExportedNode> from, SortedSet<ExportedNode> what) {
        SortedSet<ExportedNode> rest = new TreeSet<>(from);
        rest.removeAll(what);
        return rest;
    }
}
