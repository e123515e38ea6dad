package io.kse.history;

import io.kse.history.Broken.Promise;
import java.util.Optional;

/** A way in which the program, or Consul, is broken on purpose, to see whether anybody notices. */
enum Variant {
    NONE(null),

    /** Consul does not check who holds the lock. */
    NO_FENCE(Promise.ONE_LEADER),

    /** A session whose lock was taken away is used again. */
    SESSION_KEPT(Promise.ONE_LEADER),

    /** Consul writes whatever has happened to the key since it was read. */
    NO_COMPARE_AND_SET(Promise.NOTHING_UNSEEN_CHANGES),

    /** Whatever starts with the key goes as well. */
    PREFIX_DELETE(Promise.NOTHING_FOREIGN_CHANGES),

    /** A new leader's events do not wait for its first list. */
    NO_FIRST_LIST(Promise.NOTHING_GOES_BACK),

    /** What is wanted is asked before it is one's turn. */
    ASKS_BEFORE_ITS_TURN(Promise.NOTHING_GOES_BACK),

    /** Every event counts as the newest. */
    NO_ARRIVALS(Promise.NOTHING_GOES_BACK),

    /** A list that comes late counts as asked for when it is taken. */
    LATE_LIST_IS_NEW(Promise.NOTHING_GOES_BACK),

    /** What a watch lists by itself is news, though a live list came before it was through. */
    RELIST_IS_NEWS(Promise.NOTHING_GOES_BACK),

    /** A list that is not complete is taken for one. */
    INCOMPLETE_IS_COMPLETE(Promise.NOTHING_WANTED_IS_MISSING),

    /** Something is written before anything was listed. */
    WRITES_BEFORE_LISTED(Promise.LISTED_BEFORE_WRITTEN),

    /** A Service that is refused counts as one that is not exported. */
    REFUSED_IS_UNEXPORTED(Promise.REFUSED_SERVICES_KEEP),

    /** Each change goes by itself. */
    ONE_CHANGE_A_TRANSACTION(Promise.PORTS_CHANGE_TOGETHER),

    /** The brake lets everything go. */
    NO_BRAKE(Promise.THE_BRAKE_HOLDS),

    /** A change that fails is neither tried again nor left to a comparison. */
    NO_RETRY(Promise.CONVERGES),

    /** What comes before a new leader's first list is left to that list. */
    LEFT_TO_FIRST_LIST(Promise.CONVERGES),

    /** Nobody notices that a backup was restored. */
    RESTORED_UNNOTICED(Promise.CONVERGES);

    private final Promise broken;

    Variant(Promise broken) {
        this.broken = broken;
    }

    /** The promise that it does not keep; empty if nothing is broken. */
    Optional<Promise> broken() {
        return Optional.ofNullable(broken);
    }
}
