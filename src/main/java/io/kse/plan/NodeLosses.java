package io.kse.plan;

import io.kse.node.ExportedNode;
import io.kse.service.DeletePercent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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

    /** Added within the window, so that it was not there at its beginning. */
    private final Map<ExportedNode, Instant> added = new HashMap<>();

    /** What was to be published when we were last asked. */
    private SortedSet<ExportedNode> last = Collections.emptySortedSet();

    NodeLosses(DeletePercent most) {
        this.most = most;
    }

    /**
     * What would go now.
     *
     * @param known what is published
     * @param leaving what of it is not wanted any more, though no Node is said to be deleted
     */
    record Loss(
            WantedNodes wanted, SortedSet<ExportedNode> known, SortedSet<ExportedNode> leaving) {
        private boolean isDeleted(ExportedNode entry) {
            return wanted.deleted().contains(entry.name()) && !wanted.nodes().contains(entry);
        }
    }

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
        leaving.removeIf(entry -> wanted.deleted().contains(entry.name()));
        Loss loss = new Loss(wanted, known, leaving);
        gone.values().removeIf(at -> isOver(at, now));
        added.values().removeIf(at -> isOver(at, now));
        stored.ifPresent(gone.keySet()::removeAll);
        gone.keySet().removeIf(loss::isDeleted);
        return loss;
    }

    private static boolean isOver(Instant at, Instant now) {
        return !at.plus(WINDOW).isAfter(now);
    }

    boolean isTooMuch(Loss loss, Instant now) {
        return !loss.leaving().isEmpty() && (isPassed(old(loss, now)) || isPassed(all(loss, now)));
    }

    private boolean isPassed(Share share) {
        return most.isPassedBy(share.lost(), share.base());
    }

    /**
     * What is too much of: of what there was at the beginning of the window, or else of all that
     * has been there since. New entries must not make room for the loss of old ones, and they are
     * not to be lost all at once either.
     */
    Share share(Loss loss, Instant now) {
        Share old = old(loss, now);
        return isPassed(old) ? old : all(loss, now);
    }

    int limit(Share share) {
        return most.of(share.base());
    }

    private Share old(Loss loss, Instant now) {
        return share(loss, now, within(added, now));
    }

    private Share all(Loss loss, Instant now) {
        return share(loss, now, Set.of());
    }

    private Share share(Loss loss, Instant now, Set<ExportedNode> without) {
        Set<ExportedNode> base = new TreeSet<>(loss.known());
        base.removeIf(loss::isDeleted);
        Set<ExportedNode> lost = new TreeSet<>(loss.leaving());
        Set<ExportedNode> before = within(gone, now);
        base.addAll(before);
        lost.addAll(before);
        lost.removeAll(loss.wanted().nodes());
        base.removeAll(without);
        lost.removeAll(without);
        return new Share(base.size(), lost.size());
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
        return Stream.concat(gone.values().stream(), added.values().stream())
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
        loss.leaving().stream().filter(e -> !list.contains(e)).forEach(e -> gone.put(e, now));
        list.stream()
                .filter(entry -> !loss.known().contains(entry) && !gone.containsKey(entry))
                .forEach(entry -> added.put(entry, now));
        last = list;
    }
}
