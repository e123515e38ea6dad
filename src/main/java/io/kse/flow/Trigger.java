package io.kse.flow;

/** Why everything is compared. */
public enum Trigger {
    TIMER("it is time"),
    WON("this replica leads now"),
    LISTED("the API server has listed all Services after all"),
    WATCH_GAP("the watch had a gap"),
    CONSUL_BACK("Consul answers again"),
    DATA_BACK("Consul's data may have gone back"),
    CONFLICT("somebody else changed a key of ours"),
    RELEASED("an operator has written a release"),
    UNKNOWN_KEYS("a Service that was refused is not any more"),
    FAILED("the last comparison failed"),
    LEFT_OVER("something was left to it"),
    REGISTRATIONS("Consul Services must not wait for documents");

    private final String reason;

    Trigger(String reason) {
        this.reason = reason;
    }

    /** True if it does not wait for the pause between two comparisons. */
    boolean isUrgent() {
        return this == WON || this == REGISTRATIONS;
    }

    /** For people. */
    public String reason() {
        return reason;
    }
}
