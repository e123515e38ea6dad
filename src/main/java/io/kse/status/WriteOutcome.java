package io.kse.status;

/** What became of a transaction. */
public enum WriteOutcome {
    APPLIED,
    FENCED_OFF,
    STALE,
    DENIED,
    TOO_LARGE,
    REFUSED,
    UNAVAILABLE,
    FAILED
}
