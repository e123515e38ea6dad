package io.kse.kubernetes;

/** The API server does not take an Event: trying again at once would not help. */
public final class EventRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String missing;
    private final boolean aboutNamespace;

    /**
     * @param missing the verb without which nothing can be written, empty if no right is missing
     */
    EventRefused(String message, String missing, boolean aboutNamespace, Throwable cause) {
        super(message, cause);
        this.missing = missing;
        this.aboutNamespace = aboutNamespace;
    }

    /** The verb on Events that we have no right to; empty if it is something else. */
    public String missing() {
        return missing;
    }

    /** True if no other Event would be taken in that namespace either. */
    public boolean isAboutNamespace() {
        return aboutNamespace;
    }
}
