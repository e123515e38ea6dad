package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What some keys should hold, or all keys of ours.
 *
 * @param owners every key that is spoken of, with the Service that it belongs or belonged to
 * @param entries what should be there; an owned key without an entry should not exist
 * @param why an owned key without an entry should not exist, for people
 * @param unowned what becomes of keys in the Snapshot that no Service owns
 * @param refused Services whose documents stay as they are, also those that we do not know of
 * @param changing Services with events that are still to come: what they own may not be known yet;
 *     empty if only some keys are spoken of
 * @param partial true if Services of some namespace have not been listed yet: what they want is not
 *     known
 * @param nodes what the nodes key should hold; empty means that it stays as it is
 * @param seen hashes of documents that the refused ones of the owners are known to want or to have
 *     wanted: the last few of each
 */
public record Wanted(
        Map<KvKey, ServiceName> owners,
        Map<KvKey, KvEntry> entries,
        String why,
        Unowned unowned,
        Set<ServiceName> refused,
        Set<ServiceName> changing,
        boolean partial,
        Optional<WantedNodes> nodes,
        Set<String> seen) {
    public Wanted {
        owners = Map.copyOf(owners);
        entries = Map.copyOf(entries);
        refused = Set.copyOf(refused);
        changing = Set.copyOf(changing);
        seen = Set.copyOf(seen);
    }

    /** Empty if the key should not exist. */
    public Optional<KvEntry> entry(KvKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The keys that are spoken of. */
    public Set<KvKey> keys() {
        return owners.keySet();
    }

    /** The same, while events of these Services are still to come. */
    public Wanted whileChanging(Set<ServiceName> services) {
        return new Wanted(owners, entries, why, unowned, refused, services, partial, nodes, seen);
    }

    /** The same, but the list of nodes stays as it is. */
    public Wanted withoutNodes() {
        return new Wanted(
                owners, entries, why, unowned, refused, changing, partial, Optional.empty(), seen);
    }

    /**
     * True if what {@code snapshot} holds and nobody wants is to go: nothing of it is hidden, and
     * no Service that could want it is unknown.
     */
    boolean tellsOrphans(Snapshot snapshot) {
        return unowned == Unowned.ORPHANED && !partial && !snapshot.isFiltered();
    }

    /** What becomes of keys that no Service owns. */
    public enum Unowned {
        /** They stay: it is not known what is gone. */
        STAYS,
        /** Orphans go. */
        ORPHANED
    }
}
