package io.kse.chaos;

/**
 * Something that must not be.
 *
 * @param text for people: where, and what was seen instead of what
 */
record Finding(Kind kind, String text) {
    enum Kind {
        /** Consul does not hold what it should once things are quiet. */
        LOST_CHANGE,

        /** A document, or the list of nodes, was away or empty and should not have been. */
        WRONG_DELETE,

        /** An older version after a newer one, or a value that no version had. */
        STALE_WRITE,

        /** Two leaders wrote, or one without a fence. */
        TWO_LEADERS,

        /** What is not ours was changed. */
        FOREIGN_CHANGE
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
