package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Map;
import java.util.Optional;

/**
 * What some keys should hold.
 *
 * @param version rises with every change of what is wanted
 * @param owners every key that is spoken of, with the Service that it belongs or belonged to
 * @param entries what should be there; an owned key without an entry should not exist
 */
public record Wanted(long version, Map<KvKey, ServiceName> owners, Map<KvKey, KvEntry> entries) {
    public Wanted {
        owners = Map.copyOf(owners);
        entries = Map.copyOf(entries);
    }

    /** Empty if the key should not exist. */
    public Optional<KvEntry> entry(KvKey key) {
        return Optional.ofNullable(entries.get(key));
    }
}
