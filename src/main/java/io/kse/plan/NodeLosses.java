package io.kse.plan;

import io.kse.node.ExportedNode;
import io.kse.service.DeletePercent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What has left the list of nodes within the last minute, and whether more of it would be too much.
 * What is stored is the truth: nothing counts as gone that is still there, or is there again.
 */
final class NodeLosses {
    /** What goes within that time is one loss. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final DeletePercent most;

    /** Let go within the window, not by the deletion of its Node, and not seen since. */
    private final Map<ExportedNode, Instant> gone = new HashMap<>();

    /** What came, or came back, within the window: where it was absent before. */
    private final Map<Leave, Return> absences = new HashMap<>();

    private long turn;

    /** What was to be published when we were last asked. */
    private SortedSet<ExportedNode> last = Collections.emptySortedSet();

    NodeLosses(DeletePercent most) {
        this.most = most;
    }

    /**
     * What would go now.
     *
     * @param known what is published
     * @param leaving what of it is not wanted any more, though no Node is said to be deleted and
     *     the cluster is not drained
     */
    record Loss(
            WantedNodes wanted, SortedSet<ExportedNode> known, SortedSet<ExportedNode> leaving) {
        private boolean isDeleted(ExportedNode entry) {
            return wanted.deleted().contains(entry.name()) && !wanted.nodes().contains(entry);
        }
    }

    /**
     * The beginning of an absence.
     *
     * @param since {@link Instant#MIN} if it was never seen before, or is not known to have gone
     */
    private record Leave(ExportedNode entry, Instant since) {}

    /**
     * The end of it.
     *
     * @param turn higher for what came later, though it may be at the same instant
     */
    private record Return(Instant at, long turn) {}

    /** Of {@code base} entries {@code lost} would have gone. */
    record Share(int base, int lost) {}

    /** Another replica may have led: what is stored is all there is to know. */
    void forgetList() {
        last = Collections.emptySortedSet();
    }

    /**
     * @param stored empty if there is no list in Consul. That does not mean that anything is gone
     *     on purpose, so that the last list counts that we know of
     */
    Loss loss(WantedNodes wanted, Optional<SortedSet<ExportedNode>> stored, Instant now) {
        SortedSet<ExportedNode> known = stored.orElse(last);
        SortedSet<ExportedNode> leaving = new TreeSet<>(known);
        leaving.removeAll(wanted.nodes());
        leaving.removeIf(entry -> wanted.drained() || wanted.deleted().contains(entry.name()));
        Loss loss = new Loss(wanted, known, leaving);
        gone.values().removeIf(at -> isOver(at, now));
        absences.values().removeIf(back -> isOver(back.at, now));
        stored.ifPresent(gone.keySet()::removeAll);
        gone.keySet().removeIf(loss::isDeleted);
        return loss;
    }

    private static boolean isOver(Instant at, Instant now) {
        return !at.plus(WINDOW).isAfter(now);
    }

    boolean isTooMuch(Loss loss, Instant now) {
        return !loss.leaving().isEmpty() && isPassed(share(loss, now));
    }

    private boolean isPassed(Share share) {
        return most.isPassedBy(share.lost(), share.base());
    }

    /**
     * The first share that is too much, or else that of all. What has come later than what is lost
     * does not count: new entries, and those that are back, make no room for the loss of others.
     */
    Share share(Loss loss, Instant now) {
        Map<ExportedNode, Long> turns = turns(now);
        Set<ExportedNode> lost = lost(loss, now);
        Stream<Long> later =
                lost.stream().map(turns::get).filter(Objects::nonNull).distinct().sorted();
        List<Share> shares =
                Stream.concat(Stream.of(-1L), later)
                        .map(last -> share(base(loss, now), lost, came(turns, last)))
                        .toList();
        return shares.stream()
                .filter(this::isPassed)
                .findFirst()
                .orElseGet(() -> shares.get(shares.size() - 1));
    }

    int limit(Share share) {
        return most.of(share.base());
    }

    /** Which entries were absent at the beginning of the window, and when they came after that. */
    private Map<ExportedNode, Long> turns(Instant now) {
        Map<ExportedNode, Long> turns = new HashMap<>();
        absences.forEach(
                (leave, back) -> {
                    if (isOver(leave.since, now) && !isOver(back.at, now)) {
                        turns.merge(leave.entry, back.turn, Math::max);
                    }
                });
        return turns;
    }

    /** What was there at the beginning of the window, or came up to {@code last}. */
    private static Predicate<ExportedNode> came(Map<ExportedNode, Long> turns, long last) {
        return entry -> turns.getOrDefault(entry, -1L) <= last;
    }

    private static Share share(
            Set<ExportedNode> base, Set<ExportedNode> lost, Predicate<ExportedNode> counts) {
        base.removeIf(counts.negate());
        return new Share(base.size(), (int) lost.stream().filter(base::contains).count());
    }

    private Set<ExportedNode> base(Loss loss, Instant now) {
        Set<ExportedNode> base = new TreeSet<>(loss.known());
        base.removeIf(loss::isDeleted);
        base.addAll(within(gone, now));
        return base;
    }

    private Set<ExportedNode> lost(Loss loss, Instant now) {
        Set<ExportedNode> lost = within(gone, now);
        lost.removeAll(loss.wanted().nodes());
        lost.addAll(loss.leaving());
        return lost;
    }

    /** How many have gone within the window and are not wanted again. */
    int gone(Loss loss, Instant now) {
        Set<ExportedNode> before = within(gone, now);
        before.removeAll(loss.wanted().nodes());
        return before.size();
    }

    private static Set<ExportedNode> within(Map<ExportedNode, Instant> when, Instant now) {
        Set<ExportedNode> within = new TreeSet<>(when.keySet());
        within.removeIf(entry -> isOver(when.get(entry), now));
        return within;
    }

    /**
     * When it is not too much any more that {@code held} goes if nothing else happens; empty if it
     * is for ever.
     *
     * @param list as it is from {@code now} on
     */
    Optional<Instant> passesAt(
            Loss loss, SortedSet<ExportedNode> list, SortedSet<ExportedNode> held, Instant now) {
        Loss later = new Loss(loss.wanted(), list, held);
        Stream<Instant> absent =
                absences.entrySet().stream()
                        .flatMap(e -> Stream.of(e.getKey().since, e.getValue().at));
        return Stream.concat(gone.values().stream(), absent)
                .map(at -> at.plus(WINDOW))
                .filter(now::isBefore)
                .distinct()
                .sorted()
                .filter(at -> !isTooMuch(later, at))
                .findFirst();
    }

    /**
     * The list is to be published, though nobody can say yet whether it will be.
     *
     * @param list what is wanted, and what is held
     */
    void letGo(Loss loss, SortedSet<ExportedNode> list, Instant now) {
        turn++;
        loss.leaving().stream().filter(e -> !list.contains(e)).forEach(e -> gone.put(e, now));
        list.stream()
                .filter(entry -> !loss.known().contains(entry))
                .forEach(entry -> absences.put(leave(entry), new Return(now, turn)));
        last = list;
    }

    /** The same when it is tried again, so that the later return counts. */
    private Leave leave(ExportedNode entry) {
        return new Leave(entry, gone.getOrDefault(entry, Instant.MIN));
    }
}
