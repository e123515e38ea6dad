package io.kse.explain;

/** What Consul holds under one key of a Service, in one word that readers of the JSON rely on. */
public enum KeyState {
    /** What it should. */
    EQUAL("equal"),
    /** Nothing, though the Service wants a document there. */
    MISSING("missing"),
    /** A document that says something else. */
    DIFFERENT("different"),
    /** A document that says something else under the same hash: not an exporter has changed it. */
    DRIFT("drift"),
    /** A document that nobody wants any more, and that is to go. */
    LEFTOVER("leftover"),
    /** The same, but the brake holds its delete. */
    HELD("held"),
    /** Something that stays as it is, though no Service wants it so. */
    KEPT("kept"),
    /** The key belongs to an older Service. */
    TAKEN("taken"),
    /** An event of the Service has still to come through: what Consul should hold will change. */
    PENDING("pending"),
    /** Consul could not be read. */
    UNREAD("unread");

    private final String word;

    KeyState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
