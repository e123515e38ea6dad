package io.kse.status;

import io.kse.node.NodeExport;
import io.kse.node.NodeSelector;
import io.kse.node.NodeSelectors;
import io.kse.service.Quoted;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator what keeps Nodes from the list. Says each thing once, until it is another. */
public final class NodeNotices {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNotices.class);

    private final NodeSelectors selectors;
    private SortedMap<String, String> badTimestamps = new TreeMap<>();
    private String keeping = "";
    private Optional<NodeSelector> selector = Optional.empty();

    public NodeNotices(NodeSelectors selectors) {
        this.selectors = selectors;
    }

    public synchronized void tell(NodeExport export) {
        tellBadTimestamps(new TreeMap<>(export.badTimestamps()));
        tellKeeping(whyKept(export));
        tellSelector(export.selector());
    }

    private void tellBadTimestamps(SortedMap<String, String> now) {
        for (Map.Entry<String, String> bad : now.entrySet()) {
            if (!bad.getValue().equals(badTimestamps.get(bad.getKey()))) {
                LOG.warn(
                        "Node {}: pretend-ready-until {} counts as absent: accepted is a time as in"
                                + " RFC 3339, such as 2026-01-31T12:00:00Z",
                        bad.getKey(),
                        Quoted.of(bad.getValue()));
            }
        }
        badTimestamps = now;
    }

    /** Empty if there is a list. */
    private String whyKept(NodeExport export) {
        if (!export.nodes().isEmpty()) {
            return "";
        }
        return export.seen() == 0
                ? "no Node is seen at all"
                : "of %d Nodes none is ready, schedulable, with an InternalIP and selected by %s"
                        .formatted(export.seen(), Quoted.of(selectors.toString()));
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
