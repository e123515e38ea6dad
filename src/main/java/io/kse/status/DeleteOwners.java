package io.kse.status;

import io.kse.document.DocumentReader;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.OwnerProof;
import io.kse.plan.Plan;
import io.kse.plan.Snapshot;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which Services had the documents that are to go. Of orphans the plan does not know; where a
 * document proves that it was made of a Service that is there, that one had it. Not for several
 * threads.
 */
final class DeleteOwners {
    private final KeySpace keys;
    private Set<ServiceName> services = Set.of();
    private Map<KvKey, ServiceName> orphans = Map.of();
    private final Map<KvKey, ServiceName> held = new HashMap<>();

    DeleteOwners(KeySpace keys) {
        this.keys = keys;
    }

    /** All Services of the cluster, exported or not. */
    void listed(Set<ServiceName> all) {
        services = Set.copyOf(all);
    }

    /**
     * Takes in a plan.
     *
     * @param snapshot what it was made from
     * @param heldNow every key whose delete is held
     */
    void planned(Plan plan, Snapshot snapshot, Set<KvKey> heldNow) {
        if (!plan.orphans().isEmpty()) {
            orphans = orphans(plan.orphans(), snapshot);
            held.putAll(orphans);
        }
        plan.changes().forEach(this::mayBeHeld);
        held.keySet().retainAll(heldNow);
    }

    private Map<KvKey, ServiceName> orphans(List<Delete> deletes, Snapshot snapshot) {
        OwnerProof proof = new OwnerProof(keys, Map.of(), Map.of(), services);
        Map<KvKey, ServiceName> owners = new HashMap<>();
        for (Delete delete : deletes) {
            snapshot.get(delete.key())
                    .flatMap(stored -> DocumentReader.read(stored.value()))
                    .flatMap(document -> proof.owner(delete.key(), document))
                    .ifPresent(owner -> owners.put(delete.key(), owner));
        }
        return owners;
    }

    private void mayBeHeld(ServiceName owner, List<KvChange> changes) {
        changes.stream()
                .filter(Delete.class::isInstance)
                .forEach(change -> held.put(change.key(), owner));
    }

    /** Empty if the key was no orphan, or nobody's who is known. */
    Optional<ServiceName> ofOrphan(KvKey key) {
        return Optional.ofNullable(orphans.get(key));
    }

    /** The keys of each Service whose deletes are held. */
    Map<ServiceName, Set<KvKey>> held() {
        return byService(held);
    }

    static Map<ServiceName, Set<KvKey>> byService(Map<KvKey, ServiceName> owners) {
        Map<ServiceName, Set<KvKey>> byService = new TreeMap<>();
        owners.forEach(
                (key, owner) -> byService.computeIfAbsent(owner, o -> new TreeSet<>()).add(key));
        return byService;
    }
}
