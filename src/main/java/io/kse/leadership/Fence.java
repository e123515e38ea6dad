package io.kse.leadership;

import io.kse.document.KvKey;

/**
 * The proof, sent with each write, that its writer is the leader: Consul refuses the whole
 * transaction if it does not hold any more.
 */
public sealed interface Fence {
    KvKey key();

    /** Our session still holds the lock at {@code key}. */
    record SessionFence(KvKey key, String session) implements Fence {}

    /**
     * Nobody has rewritten {@code key} since we did. For documents in another datacenter than the
     * lock's, since a transaction sees its own datacenter only.
     *
     * @param index the key's ModifyIndex after our write
     */
    record IndexFence(KvKey key, long index) implements Fence {}
}
