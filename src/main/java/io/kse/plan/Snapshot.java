package io.kse.plan;

import io.kse.document.KvKey;
import java.util.Map;
import java.util.Optional;

/**
 * What Consul held under some keys when they were read; a key that is not in {@code stored} did not
 * exist.
 */
public record Snapshot(Map<KvKey, Stored> stored) {
    public Snapshot {
        stored = Map.copyOf(stored);
    }

    /** Empty if the key did not exist. */
    public Optional<Stored> get(KvKey key) {
        return Optional.ofNullable(stored.get(key));
    }

    /**
     * A value as stored, by us or by anybody.
     *
     * @param index the key's ModifyIndex
     */
    public record Stored(long index, byte[] value) {}
}
