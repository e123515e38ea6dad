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
import java.util.Set;

/**
 * What Consul is to hold in the end: all that the history comes to, and nothing else of ours but
 * what the brake holds; once that is released, nothing else at all.
 */
final class Goal {
    private static final String HELD = "what the brake holds is not released";
    private static final Duration QUIET = Duration.ofMillis(300);

    private final Landscape landscape;
    private final History history;
    private long reachedAt;

    Goal(Landscape landscape, History history) {
        this.landscape = landscape;
        this.history = history;
    }

    /**
     * Returns when it is reached and nothing is held or changes any more.
     *
     * @param patience after which it returns in any case
     * @return what is still missing; empty if it is reached
     */
    List<Finding> await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Sight sight = landscape.follower.last();
        List<Finding> missing = look(sight);
        while (!(missing.isEmpty() && isQuiet(sight)) && System.nanoTime() < end) {
            landscape.follower.awaitLater(sight, Duration.ofNanos(end - System.nanoTime()));
            sight = landscape.follower.last();
            missing = look(sight);
        }
        return missing;
    }

    private List<Finding> look(Sight sight) {
        List<Finding> missing = missing(sight.tree());
        boolean butForHeld = missing.stream().allMatch(Goal::isHeld);
        if (!butForHeld) {
            reachedAt = 0;
        } else if (reachedAt == 0) {
            reachedAt = System.nanoTime();
        }
        return missing;
    }

    private static boolean isHeld(Finding finding) {
        return finding.text().equals(HELD);
    }

    /** But for what was held: by {@link System#nanoTime()}; to be asked when it is reached. */
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
        Set<KvKey> held = Operator.held(tree);
        List<Finding> missing = new ArrayList<>();
        for (ServiceHistory service : history.services()) {
            Optional<Map<KvKey, String>> wanted = service.wanted(service.now());
            wanted.ifPresent(documents -> compare(service, documents, held, stored, missing));
        }
        String list = History.list(history.nodes().last());
        KvTree.Entry nodes = tree.entries().get(Landscape.KEYS.nodes().path());
        if (nodes == null || !nodes.value().equals(list)) {
            missing.add(new Finding(Kind.LOST_CHANGE, "nodes: %s, not %s".formatted(nodes, list)));
        }
        if (tree.entries().containsKey(Landscape.KEYS.brake().path())) {
            missing.add(new Finding(Kind.LOST_CHANGE, HELD));
        }
        return missing;
    }

    private void compare(
            ServiceHistory service,
            Map<KvKey, String> wanted,
            Set<KvKey> held,
            Map<KvKey, String> stored,
            List<Finding> missing) {
        Map<KvKey, String> left = new HashMap<>(stored);
        left.keySet().removeIf(key -> !history.ownerOf(key).equals(Optional.of(service)));
        left.keySet().removeIf(key -> held.contains(key) && !wanted.containsKey(key));
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
