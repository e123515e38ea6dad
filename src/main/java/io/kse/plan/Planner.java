package io.kse.plan;

import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what should be with what is. Pure: the same arguments give the same plan, and where
 * nothing differs an empty one. A stored document that reads as the same values is left as it is,
 * whatever its bytes.
 */
public final class Planner {
    /**
     * What turns {@code snapshot} into {@code wanted}; keys that {@code wanted} does not speak of
     * are left alone.
     */
    public Plan plan(Wanted wanted, Snapshot snapshot) {
        Map<KvChange, ServiceName> changes = new HashMap<>();
        wanted.owners()
                .forEach(
                        (key, owner) ->
                                change(key, wanted.entry(key), snapshot)
                                        .ifPresent(change -> changes.put(change, owner)));
        return Plan.of(changes);
    }

    private static Optional<KvChange> change(
            KvKey key, Optional<KvEntry> wanted, Snapshot snapshot) {
        Optional<Stored> stored = snapshot.get(key);
        if (wanted.isEmpty()) {
            return stored.map(there -> new Delete(key, there.index(), "not wanted any more"));
        }
        KvEntry entry = wanted.get();
        return stored.isEmpty()
                ? Optional.of(Put.of(entry, 0, "new"))
                : repair(entry, stored.get());
    }

    private static Optional<KvChange> repair(KvEntry wanted, Stored stored) {
        Optional<Document> document = DocumentReader.read(stored.value());
        if (document.isEmpty()) {
            return Optional.of(Put.of(wanted, stored.index(), "what was stored is no document"));
        }
        if (document.get().equals(wanted.document())
                || staysBehindIngress(wanted, document.get())) {
            return Optional.empty();
        }
        String why = String.join(", ", wanted.document().changesFrom(document.get()));
        return Optional.of(Put.of(wanted, stored.index(), why));
    }

    private static boolean staysBehindIngress(KvEntry wanted, Document stored) {
        return wanted.yieldsToIngress() && !stored.ingressSni().isEmpty();
    }
}
