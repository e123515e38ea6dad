package io.kse.chaos;

import io.kse.chaos.Finding.Kind;
import io.kse.chaos.ServiceHistory.Point;
import io.kse.document.KvKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows what each key held, and says what no history of the cluster explains: a document that was
 * away though each version of its Service since had it, one that went back, one of no version.
 */
final class Judge {
    private final History history;
    private final Map<KvKey, Point> points = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private int nodes;

    Judge(History history) {
        this.history = history;
    }

    List<Finding> findings() {
        return findings;
    }

    /**
     * A document was written there, or was gone.
     *
     * @param tick when it was seen
     * @param json empty: none
     */
    void document(KvKey key, Optional<String> json, long tick) {
        ServiceHistory service = history.ownerOf(key).orElse(null);
        if (service == null) {
            findings.add(new Finding(Kind.STALE_WRITE, "nobody's key: " + key));
            return;
        }
        Point from = points.getOrDefault(key, Point.FIRST);
        Optional<Point> next = service.find(key, json, from, service.at(tick));
        next.ifPresentOrElse(
                point -> points.put(key, point),
                () -> findings.add(finding(service, key, json, from)));
    }

    private static Finding finding(
            ServiceHistory service, KvKey key, Optional<String> json, Point from) {
        if (json.isEmpty()) {
            return new Finding(
                    Kind.WRONG_DELETE, "%s was away after version %s".formatted(key, from));
        }
        String why =
                service.find(key, json, Point.FIRST, from)
                        .map(earlier -> "went back from version %s to %s".formatted(from, earlier))
                        .orElse("is of no version that there was by then: " + json.get());
        return new Finding(Kind.STALE_WRITE, key + " " + why);
    }

    /** A key changed that nobody here has a reason to write. */
    void stranger(String key) {
        findings.add(new Finding(Kind.FOREIGN_CHANGE, "nobody's key: " + key));
    }

    /** The list of nodes was that, or was gone. */
    void nodes(Optional<String> json, long tick) {
        if (json.isEmpty() || json.get().equals("[]")) {
            findings.add(new Finding(Kind.WRONG_DELETE, "list of nodes: " + json));
            return;
        }
        int to = history.nodes().at(tick);
        for (int number = nodes; number <= to; number++) {
            if (History.list(history.nodes().get(number)).equals(json.get())) {
                nodes = number;
                return;
            }
        }
        findings.add(
                new Finding(
                        Kind.STALE_WRITE,
                        "list of nodes is of none of versions %d to %d: %s"
                                .formatted(nodes, to, json.get())));
    }
}
