package io.kse.history;

/** A way in which the program, or Consul, is broken on purpose, to see who notices. */
enum Variant {
    NONE,

    /** Consul does not check who holds the lock. */
    NO_FENCE,

    /** Consul writes whatever has happened to the key since it was read. */
    NO_COMPARE_AND_SET,

    /** Whatever starts with the key goes as well. */
    PREFIX_DELETE,

    /** A session whose lock was taken away is used again. */
    SESSION_KEPT,

    /** A new leader's events do not wait for its first list. */
    NO_FIRST_LIST,

    /** What is wanted is asked before it is one's turn. */
    ASKS_BEFORE_ITS_TURN,

    /** A list that is not complete is taken for one. */
    INCOMPLETE_IS_COMPLETE,

    /** Something is written before anything was listed. */
    WRITES_BEFORE_LISTED,

    /** A Service that is refused counts as one that is not exported. */
    REFUSED_IS_UNEXPORTED,

    /** Each change goes by itself. */
    ONE_CHANGE_A_TRANSACTION,

    /** The brake lets everything go. */
    NO_BRAKE,

    /** A change that fails is not tried again. */
    NO_RETRY,

    /** Every event counts as the newest. */
    NO_ARRIVALS
}
