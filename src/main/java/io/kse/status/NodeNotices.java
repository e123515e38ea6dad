package io.kse.status;

import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.document.NodeList.Room;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelector;
import io.kse.node.NodeSelectors;
import io.kse.service.Quoted;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator what keeps Nodes from the list. Says each thing once, until it is another. */
public final class NodeNotices {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNotices.class);

    private final NodeSelectors selectors;
    private final KvKey key;
    private final Map<String, String> badTimestamps = new HashMap<>();
    private String keeping = "";
    private Room room = Room.ENOUGH;
    private Optional<NodeSelector> selector = Optional.empty();

    /**
     * @param key where the list is published
     */
    public NodeNotices(NodeSelectors selectors, KvKey key) {
        this.selectors = selectors;
        this.key = key;
    }

    /** A Node that is new or has changed. */
    public synchronized void tell(ClusterNode node) {
        Optional<String> bad = node.badTimestamp();
        String before =
                bad.isPresent()
                        ? badTimestamps.put(node.name(), bad.get())
                        : badTimestamps.remove(node.name());
        if (bad.isPresent() && !bad.get().equals(before)) {
            LOG.warn(
                    "Node {}: {} {} counts as absent: accepted is a time as in RFC 3339, such as"
                            + " 2026-01-31T12:00:00Z",
                    node.name(),
                    ClusterNode.PRETEND_READY_UNTIL,
                    Quoted.of(bad.get()));
        }
    }

    /** A Node that is deleted. */
    public synchronized void forget(String node) {
        badTimestamps.remove(node);
    }

    public synchronized void tell(NodeExport export) {
        tellRoom(export.nodes());
        tellKeeping(whyKept(export));
        tellSelector(export.selector());
    }

    /** No list at all is another matter. */
    private void tellRoom(SortedSet<ExportedNode> nodes) {
        Room now = nodes.isEmpty() ? room : new NodeList(nodes).room(key);
        if (now == Room.NONE && room != now) {
            LOG.warn("The last list of nodes stays: {} are more than Consul takes", nodes.size());
        } else if (now == Room.TIGHT && room == Room.ENOUGH) {
            LOG.warn(
                    "The list of {} nodes has 80 % of the size that Consul takes; a larger one than"
                            + " that is not written",
                    nodes.size());
        }
        room = now;
    }

    /** Empty if there is a list. */
    private String whyKept(NodeExport export) {
        if (!export.nodes().isEmpty()) {
            return "";
        }
        return export.seen() == 0
                ? "no Node is seen at all"
                : "of %d Nodes none is %s".formatted(export.seen(), included());
    }

    /** What a Node has to be; the selector is left out where it is every Node's. */
    private String included() {
        String text = selectors.toString();
        return text.isBlank()
                ? "ready, schedulable and with an InternalIP"
                : "ready, schedulable, with an InternalIP and selected by " + Quoted.of(text);
    }

    private void tellKeeping(String now) {
        if (now.equals(keeping)) {
            return;
        } else if (now.isEmpty()) {
            LOG.info("Nodes are included again");
        } else if (keeping.isEmpty()) {
            LOG.warn("The last list of nodes stays: {}", now);
        }
        keeping = now;
    }

    /** With one selector only there is nothing to tell. */
    private void tellSelector(Optional<NodeSelector> now) {
        if (selectors.inOrder().size() > 1 && now.isPresent() && !now.equals(selector)) {
            LOG.info("Nodes are selected by {}", Quoted.of(now.get().text()));
        }
        selector = now.or(() -> selector);
    }
}
