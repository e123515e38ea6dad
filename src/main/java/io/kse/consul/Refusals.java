package io.kse.consul;

import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.plan.Transaction;
import java.util.Collection;

/** Hears of transactions that Consul has not made. Must not block. */
public interface Refusals {
    /** Nothing more may be written with {@code fence}. */
    void fencedOff(Fence fence);

    /** Somebody else has changed a key of ours. */
    void keyMoved();

    /**
     * Consul has refused {@code transaction}, or has not answered.
     *
     * @param keys that it has something against; empty if that is not known
     * @param why one line, without any token
     */
    void notMade(Transaction transaction, Collection<KvKey> keys, String why);
}
