package io.kse.plan;

import io.kse.document.BrakeReport.HeldNodes;
import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.node.ExportedNode;
import io.kse.plan.NodeLosses.Loss;
import io.kse.plan.NodeLosses.Share;
import io.kse.service.DeletePercent;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The brake's part for the list of nodes: entries stay in it while too many would go within a
 * minute. Those of Nodes that are said to be deleted always go, all go from a cluster that is
 * drained, and new ones always come. To be asked in this order: {@link #judge}, {@link #free},
 * {@link #letGo}.
 */
final class NodeBrake {
    private final KvKey key;
    private final NodeLosses losses;

    /** What an operator's word covers and is still there. */
    private final Set<ExportedNode> freed = new HashSet<>();

    private SortedSet<ExportedNode> held = Collections.emptySortedSet();

    /** What is held, and what would be without an operator's word. */
    private SortedSet<ExportedNode> tooMany = Collections.emptySortedSet();

    private Optional<HeldNodes> report = Optional.empty();
    private Optional<Instant> looksAgain = Optional.empty();
    private boolean judged;

    NodeBrake(KvKey key, DeletePercent most) {
        this.key = key;
        this.losses = new NodeLosses(most);
    }

    /** Another replica may have led meanwhile. */
    void forget() {
        losses.forgetList();
        freed.clear();
        hold(Collections.emptySortedSet());
        tooMany = held;
        judged = false;
    }

    /** False while it is not known whether anything is to be held: nobody has asked yet. */
    boolean isJudged() {
        return judged;
    }

    SortedSet<ExportedNode> held() {
        return held;
    }

    SortedSet<ExportedNode> tooMany() {
        return tooMany;
    }

    /** Empty if nothing is held. */
    Optional<HeldNodes> report() {
        return report;
    }

    /** When what is held may go without anybody's doing; empty if nothing is held, or never. */
    Optional<Instant> looksAgain() {
        return looksAgain;
    }

    Loss judge(WantedNodes wanted, Snapshot snapshot, Instant now) {
        Optional<SortedSet<ExportedNode>> stored =
                snapshot.get(key).flatMap(there -> NodeList.entries(there.value()));
        Loss loss = losses.loss(wanted, stored, now);
        boolean isTooMuch = losses.isTooMuch(loss, now);
        freed.retainAll(loss.leaving());
        tooMany = isTooMuch ? loss.leaving() : Collections.emptySortedSet();
        SortedSet<ExportedNode> stopped = new TreeSet<>(tooMany);
        stopped.removeAll(freed);
        hold(stopped);
        report = stopped.isEmpty() ? Optional.empty() : Optional.of(report(loss, now));
        judged = true;
        return loss;
    }

    private HeldNodes report(Loss loss, Instant now) {
        Share share = losses.share(loss, now);
        return HeldNodes.of(share.base(), losses.limit(share), losses.gone(loss, now), held);
    }

    private void hold(SortedSet<ExportedNode> entries) {
        held = Collections.unmodifiableSortedSet(entries);
        if (entries.isEmpty()) {
            report = Optional.empty();
            looksAgain = Optional.empty();
        }
    }

    /** True if the list without anything held would be written: it differs, and it fits. */
    boolean canFree(Loss loss, Snapshot snapshot) {
        return PlannedNodes.of(loss.wanted().list(), key, snapshot).put().isPresent();
    }

    /** An operator has let these entries go. */
    void free(Collection<ExportedNode> entries) {
        if (!entries.isEmpty()) {
            freed.addAll(entries);
            hold(Collections.emptySortedSet());
        }
    }

    /** What is written: all that is wanted, and what is held. */
    PlannedNodes letGo(Loss loss, Snapshot snapshot, Instant now) {
        SortedSet<ExportedNode> list = new TreeSet<>(loss.wanted().nodes());
        list.addAll(held);
        losses.letGo(loss, list, now);
        looksAgain = held.isEmpty() ? Optional.empty() : losses.passesAt(loss, list, held, now);
        return PlannedNodes.of(new NodeList(list, loss.wanted().drained()), key, snapshot);
    }
}
