package io.kse.plan;

import io.kse.document.KvKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the brake has decided. The changes of {@code proposal}, {@code release} and {@code beside}
 * are all that may be written, and none of them is in two of the three.
 *
 * @param proposal the changes that go on
 * @param release if an operator has released what would be held: the removal of that word together
 *     with some of the deletes that it frees, to be done after the other puts
 * @param beside changes to the report, and the removal of a release that names nothing
 * @param held every key whose delete is held now, after this decision
 * @param warnings lines to log: what is held, and how to let it go on
 * @param notices lines to log where nobody has to act
 */
public record Braked(
        Proposal proposal,
        Optional<Transaction> release,
        List<KvChange> beside,
        SortedSet<KvKey> held,
        List<String> warnings,
        List<String> notices) {
    public Braked {
        beside = List.copyOf(beside);
        held = new TreeSet<>(held);
        warnings = List.copyOf(warnings);
        notices = List.copyOf(notices);
    }
}
