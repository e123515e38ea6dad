package io.kse.history;

/**
 * Something that happens in one go.
 *
 * @param by whose step it is
 * @param what for people
 */
record Step(Part by, String what, Runnable action) {
    /** What goes on side by side in a replica. */
    enum Part {
        ELECTION,
        WATCH,
        EVENTS,
        COMPARISONS
    }
}
