package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;

/** One change to Consul KV, valid only while the key is as the Snapshot saw it. */
public sealed interface KvChange {
    KvKey key();

    /** The key's ModifyIndex when it was read; 0 if it did not exist. */
    long index();

    /**
     * Writes {@code entry}.
     *
     * @param why what differs from what is stored, for people: "new", or the changed fields
     */
    record Put(KvEntry entry, long index, String why) implements KvChange {
        @Override
        public KvKey key() {
            return entry.key();
        }

        @Override
        public String toString() {
            return "Put " + key() + ": " + why;
        }
    }

    /** Removes exactly {@code key}, which existed when it was read. */
    record Delete(KvKey key, long index) implements KvChange {
        @Override
        public String toString() {
            return "Delete " + key;
        }
    }
}
