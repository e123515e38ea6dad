package io.kse.cli;

import io.kse.document.KvKey;
import io.kse.node.ExportedNode;
import io.kse.plan.Braked;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Plan;
import io.kse.plan.PlannedNodes;
import io.kse.registration.Names;
import io.kse.service.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A plan as people read it: a line for each key that a run would change, hold or leave, then how
 * many there are. The same plan always gives the same lines.
 */
final class Difference {
    private final List<KvChange> changes;
    private final List<Line> held;
    private final List<Line> left;

    private record Line(KvKey key, char mark, String text) {
        Line(KvChange change) {
            this(change.key(), mark(change), change.why());
        }

        private static char mark(KvChange change) {
            if (!(change instanceof Put)) {
                return '-';
            }
            return isNew(change) ? '+' : '~';
        }

        @Override
        public String toString() {
            return "%c %s: %s".formatted(mark, shown(key.path()), text);
        }

        /** Anybody may have written a key with a line feed in it. */
        private static String shown(String path) {
            return path.codePoints().anyMatch(Character::isISOControl) ? Quoted.of(path) : path;
        }
    }

    /**
     * @param plan before the brake has seen it
     * @param braked what the brake made of it
     */
    Difference(Plan plan, Braked braked) {
        Plan going = plan.braked(braked);
        SortedSet<KvKey> keys = braked.held();
        changes =
                Stream.of(
                                going.all(),
                                nodes(going),
                                going.brake().stream().flatMap(part -> part.changes().stream()))
                        .flatMap(Function.identity())
                        .toList();
        Stream<KvChange> documents = plan.all().filter(change -> keys.contains(change.key()));
        Stream<KvChange> nodes = nodes(plan).filter(put -> !braked.heldNodes().isEmpty());
        held =
                Stream.concat(
                                documents.map(Difference::held),
                                nodes.map(put -> held(put, braked.heldNodes())))
                        .toList();
        left =
                plan.left().entrySet().stream()
                        .map(entry -> new Line(entry.getKey(), '=', entry.getValue()))
                        .toList();
    }

    private static Stream<KvChange> nodes(Plan plan) {
        return plan.nodes().flatMap(PlannedNodes::put).stream().map(KvChange.class::cast);
    }

    /** True if a run would change nothing and hold nothing; what it leaves does not count. */
    boolean isEmpty() {
        return changes.isEmpty() && held.isEmpty();
    }

    /** The keys to write that were missing when Consul was read. */
    List<KvKey> missing() {
        return changes.stream().filter(Difference::isNew).map(KvChange::key).toList();
    }

    private static boolean isNew(KvChange change) {
        return change instanceof Put && change.index() == 0;
    }

    /** Sorted by key; the last one is the summary. */
    List<String> lines() {
        Stream<Line> lines =
                Stream.of(changes.stream().map(Line::new), held.stream(), left.stream())
                        .flatMap(Function.identity())
                        .sorted(Comparator.comparing(Line::key));
        return Stream.concat(lines.map(Line::toString), Stream.of(summary())).toList();
    }

    private static Line held(KvChange delete) {
        return new Line(delete.key(), '!', "delete held by the brake: " + delete.why());
    }

    private static Line held(KvChange nodes, Collection<ExportedNode> entries) {
        return new Line(
                nodes.key(),
                '!',
                "%d nodes held by the brake: %s"
                        .formatted(
                                entries.size(),
                                Names.of(entries.stream().map(ExportedNode::toString).toList())));
    }

    private String summary() {
        long puts = changes.stream().filter(Put.class::isInstance).count();
        List<String> counts = new ArrayList<>();
        if (isEmpty()) {
            counts.add("nothing to change");
        }
        count(puts, "to write", counts);
        count(changes.size() - puts, "to delete", counts);
        count(held.size(), "held", counts);
        count(left.size(), "kept", counts);
        return String.join(", ", counts);
    }

    private static void count(long number, String what, List<String> counts) {
        if (number > 0) {
            counts.add(number + " " + what);
        }
    }
}
