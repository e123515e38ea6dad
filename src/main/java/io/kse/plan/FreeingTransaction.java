package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Release.Frees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts the removal of a release together with what it frees: the list of nodes without its entries,
 * and the deletes of one Service, if they fit. So it is used up exactly when it has freed
 * something.
 */
final class FreeingTransaction {
    private FreeingTransaction() {}

    /**
     * Part of {@code proposal}, which holds every delete that is freed, and all of {@code nodes}.
     *
     * @param nodes what takes freed entries from the list of nodes; empty if it frees none
     */
    static Transaction of(Frees release, Proposal proposal, Optional<Put> nodes) {
        List<List<KvChange>> candidates = candidates(release.freed().keys(), proposal);
        return nodes.map(put -> withNodes(release, candidates, put))
                .orElseGet(() -> withoutNodes(release, candidates));
    }

    private static Transaction withNodes(
            Frees release, List<List<KvChange>> candidates, Put nodes) {
        Stream<List<KvChange>> together =
                candidates.stream().map(changes -> behind(nodes, changes));
        return Stream.concat(together, Stream.of(List.<KvChange>of(nodes)))
                .map(changes -> with(release.word(), changes))
                .filter(FreeingTransaction::fits)
                .findFirst()
                .map(Transaction::new)
                .orElseThrow();
    }

    private static List<KvChange> behind(Put nodes, List<KvChange> changes) {
        return Stream.concat(Stream.of(nodes), changes.stream()).toList();
    }

    private static Transaction withoutNodes(Frees release, List<List<KvChange>> candidates) {
        return candidates.stream()
                .map(changes -> with(release.word(), changes))
                .filter(FreeingTransaction::fits)
                .findFirst()
                .map(Transaction::new)
                .orElseGet(() -> some(release, candidates.get(0)));
    }

    private static boolean fits(List<KvChange> changes) {
        return TransactionLimits.split(changes).size() == 1;
    }

    private static List<List<KvChange>> candidates(Set<KvKey> freed, Proposal proposal) {
        Stream<List<KvChange>> owned =
                proposal.byOwner().keySet().stream().sorted().map(proposal.byOwner()::get);
        return Stream.concat(owned, Stream.of(List.<KvChange>copyOf(proposal.unowned())))
                .filter(changes -> changes.stream().anyMatch(c -> freed.contains(c.key())))
                .toList();
    }

    /** Puts stay in front. */
    private static List<KvChange> with(Delete word, List<KvChange> changes) {
        List<KvChange> all = new ArrayList<>(changes);
        all.removeIf(Delete.class::isInstance);
        all.add(word);
        changes.stream().filter(Delete.class::isInstance).forEach(all::add);
        return all;
    }

    private static Transaction some(Frees release, List<KvChange> changes) {
        List<KvChange> freed =
                changes.stream().filter(c -> release.freed().keys().contains(c.key())).toList();
        return new Transaction(TransactionLimits.split(with(release.word(), freed)).get(0));
    }
}
