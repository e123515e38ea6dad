package io.kse.plan;

import io.kse.plan.KvChange.Put;
import io.kse.plan.Release.Frees;
import java.util.Optional;

/**
 * What the brake lets go on, each change in one of the three.
 *
 * @param nodes empty if the list of nodes is not spoken of
 * @param release what is done together with the removal of an operator's word
 */
record Going(Proposal proposal, Optional<PlannedNodes> nodes, Optional<Transaction> release) {
    static Going of(Release release, Proposal proposal, Optional<PlannedNodes> nodes) {
        return release instanceof Frees frees
                ? freed(frees, proposal, nodes)
                : new Going(proposal, nodes, Optional.empty());
    }

    private static Going freed(Frees frees, Proposal proposal, Optional<PlannedNodes> nodes) {
        Optional<Put> put =
                nodes.filter(list -> !frees.freed().nodes().isEmpty()).flatMap(PlannedNodes::put);
        Transaction freeing = FreeingTransaction.of(frees, proposal, put);
        return new Going(
                proposal.without(Proposal.keys(freeing.changes().stream())),
                put.isPresent() ? nodes.map(PlannedNodes::without) : nodes,
                Optional.of(freeing));
    }
}
