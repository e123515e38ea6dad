package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import java.nio.charset.StandardCharsets;

/** One change to Consul KV, valid only while the key is as the Snapshot saw it. */
public sealed interface KvChange {
    /** How the reason of a Put begins whose key said, wrongly, that nothing had changed. */
    String DRIFT = "drift: ";

    /** How the reason of a Delete begins that a comparison has found to be nobody's. */
    String ORPHAN = "orphan: ";

    KvKey key();

    /** The key's ModifyIndex when it was read; 0 if it did not exist. */
    long index();

    /** For people: what differs from what is stored, or why nobody wants it any more. */
    String why();

    /** Writes {@code value}. */
    record Put(KvKey key, String value, long index, String why) implements KvChange {
        static Put of(KvEntry entry, long index, String why) {
            return new Put(entry.key(), entry.json(), index, why);
        }

        /** True if what is stored has the hash of what is wanted, but not its values. */
        public boolean repairsDrift() {
            return why.startsWith(DRIFT);
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
