package io.kse.plan;

import io.kse.plan.KvChange.Put;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to change in Consul, Service by Service. Sorted, so that the same differences always
 * give the same plan.
 *
 * @param changes of each Service puts before deletes, each sorted by key
 */
public record Plan(Map<ServiceName, List<KvChange>> changes) {
    private static final Comparator<KvChange> PUTS_FIRST =
            Comparator.comparing((KvChange change) -> !(change instanceof Put))
                    .thenComparing(KvChange::key);

    static Plan of(Map<KvChange, ServiceName> changes) {
        Map<ServiceName, List<KvChange>> byService = new TreeMap<>();
        changes.forEach(
                (change, service) ->
                        byService.computeIfAbsent(service, s -> new ArrayList<>()).add(change));
        byService.values().forEach(list -> list.sort(PUTS_FIRST));
        return new Plan(byService);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * The plan in pieces that Consul takes: one for a Service, more only if it has more changes
     * than one transaction can hold. Those that put something come first, so that a key that moves
     * between Services is written before the old one goes.
     */
    public List<Transaction> transactions() {
        return changes.values().stream()
                .map(TransactionLimits::split)
                .flatMap(Collection::stream)
                .sorted(
                        Comparator.comparing(
                                (Transaction t) -> !(t.changes().get(0) instanceof Put)))
                .toList();
    }
}
