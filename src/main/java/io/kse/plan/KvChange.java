package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import java.nio.charset.StandardCharsets;

/** One change to Consul KV, valid only while the key is as the Snapshot saw it. */
public sealed interface KvChange {
    /** How the reason of a Delete begins that a comparison has found to be nobody's. */
    String ORPHAN = "orphan: ";

    KvKey key();

    /** The key's ModifyIndex when it was read; 0 if it did not exist. */
    long index();

    /** For people: what differs from what is stored, or why nobody wants it any more. */
    String why();

    /**
     * Writes {@code value}.
     *
     * @param repairsDrift true if what is stored says that it is what is wanted, and is not: a
     *     document by its hash, a list of nodes by its entries
     */
    record Put(KvKey key, String value, long index, String why, boolean repairsDrift)
            implements KvChange {
        public Put(KvKey key, String value, long index, String why) {
            this(key, value, index, why, false);
        }

        static Put of(KvEntry entry, long index, String why) {
            return new Put(entry.key(), entry.json(), index, why);
        }

        /** The same, where nothing else than drift can be the reason. */
        Put asRepair() {
            return new Put(key, value, index, "drift: " + why, true);
        }

        /** Bytes of the value as stored. */
        public int size() {
            return value.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public String toString() {
            return "Put " + key + ": " + why;
        }
    }

    /** Removes exactly {@code key}, which existed when it was read. */
    record Delete(KvKey key, long index, String why) implements KvChange {
        /** True if no event has asked for it: a comparison has found what nobody wants. */
        public boolean isOrphan() {
            return why.startsWith(ORPHAN);
        }

        @Override
        public String toString() {
            return "Delete " + key + ": " + why;
        }
    }
}
