package io.kse.chaos;

import io.kse.chaos.Finding.Kind;
import io.kse.chaos.Follower.Sight;
import io.kse.document.KvKey;
import io.kse.testbed.KvTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Consul is to hold in the end: all that the history comes to, and nothing else of ours. */
final class Goal {
    private static final Duration QUIET = Duration.ofMillis(300);

    private final Landscape landscape;
    private final History history;
    private long reachedAt;

    Goal(Landscape landscape, History history) {
        this.landscape = landscape;
        this.history = history;
    }

    /**
     * Returns when it is reached and nothing changes any more.
     *
     * @param patience after which it returns in any case
     * @return what is still missing; empty if it is reached
     */
    List<Finding> await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Sight sight = landscape.follower.last();
        List<Finding> missing = missing(sight.tree());
        reachedAt = System.nanoTime();
        while (!(missing.isEmpty() && isQuiet(sight)) && System.nanoTime() < end) {
            landscape.follower.awaitLater(sight, Duration.ofNanos(end - System.nanoTime()));
            sight = landscape.follower.last();
            missing = missing(sight.tree());
            reachedAt = System.nanoTime();
        }
        return missing;
    }

    /** By {@link System#nanoTime()}; to be asked when it is reached. */
    long reachedAt() {
        return reachedAt;
    }

    private boolean isQuiet(Sight sight) throws InterruptedException {
        landscape.follower.awaitLater(sight, QUIET);
        return landscape.follower.last().tree().equals(sight.tree());
    }

    /** What that differs in from the goal. */
    List<Finding> missing(KvTree tree) {
        Map<KvKey, String> stored = stored(tree);
        List<Finding> missing = new ArrayList<>();
        for (ServiceHistory service : history.services()) {
            Optional<Map<KvKey, String>> wanted = service.wanted(service.now());
            wanted.ifPresent(documents -> compare(service, documents, stored, missing));
        }
        String list = History.list(history.nodes().last());
        KvTree.Entry nodes = tree.entries().get(Landscape.KEYS.nodes().path());
        if (nodes == null || !nodes.value().equals(list)) {
            missing.add(new Finding(Kind.LOST_CHANGE, "nodes: %s, not %s".formatted(nodes, list)));
        }
        if (tree.entries().containsKey(Landscape.KEYS.brake().path())) {
            missing.add(new Finding(Kind.LOST_CHANGE, "what the brake holds is not released"));
        }
        return missing;
    }

    private void compare(
            ServiceHistory service,
            Map<KvKey, String> wanted,
            Map<KvKey, String> stored,
            List<Finding> missing) {
        Map<KvKey, String> left = new HashMap<>(stored);
        left.keySet().removeIf(key -> !history.ownerOf(key).equals(Optional.of(service)));
        if (!left.equals(wanted)) {
            missing.add(
                    new Finding(Kind.LOST_CHANGE, "stored %s, wanted %s".formatted(left, wanted)));
        }
    }

    /** Our documents. */
    static Map<KvKey, String> stored(KvTree tree) {
        Map<KvKey, String> stored = new HashMap<>();
        tree.entries()
                .forEach(
                        (path, entry) -> {
                            if (Landscape.KEYS.isOurs(path) && !Neighbours.isTheirs(path)) {
                                stored.put(new KvKey(path), entry.value());
                            }
                        });
        return stored;
    }
}
