package io.kse.consul;

/** What a call to Consul came to. */
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
    FAILED;

    static CallOutcome of(RuntimeException failure) {
        if (failure instanceof FencedOff) {
            return FENCED_OFF;
        } else if (failure instanceof StaleSnapshot) {
            return STALE;
        } else if (failure instanceof ConsulDenied) {
            return DENIED;
        } else if (failure instanceof ChangeTooLarge) {
            return TOO_LARGE;
        } else if (failure instanceof ConsulRefused) {
            return REFUSED;
        }
        return failure instanceof ConsulUnavailable ? UNAVAILABLE : FAILED;
    }
}
