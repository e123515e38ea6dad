package io.kse.explain;

/** What Consul holds under one key of a Service, in one word that readers of the JSON rely on. */
public enum KeyState {
    /** What it should. */
    EQUAL("equal", "as it should be"),
    /** Nothing, though the Service wants a document there. */
    MISSING("missing", "missing"),
    /** A document that says something else. */
    DIFFERENT("different", "different"),
    /** A document that says something else under the same hash: not an exporter has changed it. */
    DRIFT("drift", "changed by somebody else"),
    /** A document that nobody wants any more, and that is to go. */
    LEFTOVER("leftover", "to be deleted"),
    /** The same, but the brake holds its delete. */
    HELD("held", "held by the brake"),
    /** Something that stays as it is, though no Service wants it so. */
    KEPT("kept", "kept"),
    /** The key belongs to an older Service. */
    TAKEN("taken", "taken by another Service"),
    /** An event of the Service has still to come through: what Consul should hold will change. */
    PENDING("pending", "about to change"),
    /** Consul could not be read. */
    UNREAD("unread", "unread");

    private final String word;
    private final String phrase;

    KeyState(String word, String phrase) {
        this.word = word;
        this.phrase = phrase;
    }

    /** For people, behind the word "key". */
    String phrase() {
        return phrase;
    }

    public String word() {
        return word;
    }
}
