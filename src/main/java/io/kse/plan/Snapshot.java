package io.kse.plan;

import io.kse.document.KvKey;
import java.util.Map;
import java.util.Optional;

/**
 * What Consul held under some keys when they were read; a key that is not in {@code stored} did not
 * exist, or our token may not read it.
 *
 * @param isFiltered true if Consul said that it kept some keys from us; false also if it did not
 *     say anything, as up to 1.11 and to requests without a token
 */
public record Snapshot(Map<KvKey, Stored> stored, boolean isFiltered) {
    public Snapshot {
        stored = Map.copyOf(stored);
    }

    /** As far as we know, everything that was asked for. */
    public Snapshot(Map<KvKey, Stored> stored) {
        this(stored, false);
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
