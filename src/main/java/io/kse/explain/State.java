package io.kse.explain;

/** What a Service is to us, in one word. The words are what readers of the JSON rely on. */
public enum State {
    /** It wants at least one document, and has the key of at least one. */
    EXPORTED("exported"),
    /** None of its documents are wanted. */
    NOT_EXPORTED("not-exported"),
    /** Opted in, but something else cannot be read: what was published stays. */
    REFUSED("refused"),
    /** Whether it is opted in cannot be read: what was published stays. */
    UNDECIDED("undecided"),
    /** Its ingress Service is missing: what was published stays. */
    WAITING_FOR_INGRESS("waiting-for-ingress"),
    /** Older Services have all the keys that it wants. */
    KEY_TAKEN("key-taken"),
    /** None of its ports has a NodePort. */
    NO_NODE_PORT("no-node-port"),
    /** There is no such Service. */
    UNKNOWN("unknown"),
    /** It could not be found out. */
    UNCLEAR("unclear");

    private final String word;

    State(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
