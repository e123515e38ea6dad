package io.kse.plan;

/** Where deletes come from, and so how far they are believed. */
public enum BrakeCause {
    /** A comparison of everything that the timer rang for. */
    TIMER,
    /** The comparison after winning the leadership. */
    WON,
    /** A comparison for any other reason. */
    OTHER,
    /** A watch event: somebody has just changed that Service. */
    WATCHED,
    /** An event made of a list after a gap: something merely is not there any more. */
    LISTED;

    boolean isComparison() {
        return this == TIMER || this == WON || this == OTHER;
    }

    /** True if the documents are counted anew, and nothing has gone since. */
    public boolean countsAnew() {
        return this == TIMER || this == WON;
    }
}
