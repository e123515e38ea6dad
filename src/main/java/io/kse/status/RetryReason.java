package io.kse.status;

/** Why a change is tried again. */
public enum RetryReason {
    /** Nobody leads, or another replica has led meanwhile. */
    NO_LEADER,
    /** Consul does not answer, or says "later". */
    UNAVAILABLE,
    /** A key has moved since it was read. */
    MOVED,
    OTHER
}
