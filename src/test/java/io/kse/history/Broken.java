package io.kse.history;

/** A promise that was not kept, by its name and with what was seen. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    private final Promise promise;

    /** What holds at each step of every history, or at its end. */
    enum Promise {
        /** A document that its Service wants all the time is there once it has been. */
        NOTHING_WANTED_IS_MISSING,

        /** No document, and no absence of one, is replaced by what was before it. */
        NOTHING_GOES_BACK,

        /** Who writes holds the lock, and has held it since it asked what is wanted. */
        ONE_LEADER,

        /** No key changes that is another than the one that was read. */
        NOTHING_UNSEEN_CHANGES,

        /** Nobody else's keys change. */
        NOTHING_FOREIGN_CHANGES,

        /** What a refused Service has stays. */
        REFUSED_SERVICES_KEEP,

        /** Readers never see one half of a version and one half of another. */
        PORTS_CHANGE_TOGETHER,

        /** No more goes by itself than the brake allows. */
        THE_BRAKE_HOLDS,

        /** Who has listed nothing writes nothing. */
        LISTED_BEFORE_WRITTEN,

        /** In the end Consul holds what the Services want, and nothing else. */
        CONVERGES
    }

    Broken(Promise promise, String seen) {
        super(promise + ": " + seen);
        this.promise = promise;
    }

    Promise promise() {
        return promise;
    }
}
