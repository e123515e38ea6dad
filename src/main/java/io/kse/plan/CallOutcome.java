package io.kse.plan;

/** What a call to Consul came to: a transaction, or a question. */
public enum CallOutcome {
    DONE,
    /** Another replica leads. */
    FENCED_OFF,
    /** A key has moved since it was read. */
    STALE,
    /** A right is missing. */
    DENIED,
    TOO_LARGE,
    /** Refused for another reason. */
    REFUSED,
    /** No answer, or "later". */
    UNAVAILABLE,
    /** A mistake of ours or of a tuned route. */
    FAILED
}
