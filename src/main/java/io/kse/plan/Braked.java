package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.node.ExportedNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the brake has decided. The changes of {@code proposal}, {@code nodes}, {@code release} and
 * {@code beside} are all that may be written, and none of them is in two of the four.
 *
 * @param proposal the changes to documents that go on
 * @param nodes the list of nodes with what is held of it; empty if it stays as it is
 * @param release if an operator has released what would be held: the removal of that word together
 *     with some of what it frees, to be done after the other puts
 * @param beside changes to the report, and the removal of a release that names nothing
 * @param held every key whose delete is held now, after this decision
 * @param heldNodes every entry that stays in the list of nodes though it is not wanted
 * @param warnings lines to log: what is held, and how to let it go on
 * @param notices lines to log where nobody has to act
 */
public record Braked(
        Proposal proposal,
        Optional<PlannedNodes> nodes,
        Optional<Transaction> release,
        List<KvChange> beside,
        SortedSet<KvKey> held,
        SortedSet<ExportedNode> heldNodes,
        List<String> warnings,
        List<String> notices) {
    public Braked {
        beside = List.copyOf(beside);
        held = new TreeSet<>(held);
        heldNodes = new TreeSet<>(heldNodes);
        warnings = List.copyOf(warnings);
        notices = List.copyOf(notices);
    }
}
