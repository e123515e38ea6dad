package io.kse.status;

/**
 * What an Event on a Service can be about. Reasons and actions are what people filter by, so they
 * do not change.
 */
public enum EventReason {
    /** Its documents were written, or were there as they should be. */
    EXPORTED("Exported", "Export", false),
    /** Its documents are gone. */
    UNEXPORTED("Unexported", "Unexport", false),
    /** Its ingress Service is there by now. */
    INGRESS_FOUND("IngressFound", "FindIngress", false),
    /** Something that its owner has written cannot be read, or cannot be published. */
    REJECTED("Rejected", "Read", true),
    /** Its ingress Service is missing, or the port that it names there. */
    INGRESS_NOT_FOUND("IngressNotFound", "FindIngress", true),
    /** A port of it has nothing that traffic could be sent to. */
    NO_NODE_PORT("NoNodePort", "Export", true),
    /** Another Service, which is older, has a key that it wants. */
    KEY_TAKEN("KeyTaken", "Export", true),
    /** The brake holds the delete of its documents. */
    DELETE_HELD("DeleteHeld", "Unexport", true);

    private final String reason;
    private final String action;
    private final boolean standing;

    EventReason(String reason, String action, boolean standing) {
        this.reason = reason;
        this.action = action;
        this.standing = standing;
    }

    /** As Kubernetes shows it. */
    public String reason() {
        return reason;
    }

    /** What was done, or tried. */
    public String action() {
        return action;
    }

    /** {@code Normal} or {@code Warning}. */
    public String type() {
        return standing ? "Warning" : "Normal";
    }

    /** True if it lasts until it is said to be over, false if it has happened. */
    boolean isStanding() {
        return standing;
    }
}
