package io.kse.leadership;

import java.util.Optional;

/**
 * What a replica sees of the lock and knows of itself, and what it therefore does next.
 *
 * <p>Never asks for a lock that somebody holds, and never leads without a fence.
 *
 * @param session ours; empty if we have none
 * @param leading with a fence
 * @param ready to lead
 * @param rested this free lock was left to others for a moment
 */
record Situation(
        LockEntry entry, Optional<String> session, boolean leading, boolean ready, boolean rested) {

    enum Step {
        /** Keep leading and watch. */
        LEAD,
        /** We hold the lock: get the fence. */
        GET_FENCE,
        /** Something else is at the lock's key: wait until it is gone. */
        LEAVE_ALONE,
        /** Wait until the holder is gone. */
        STAND_BY,
        /** Nobody holds the lock, but we are not ready. */
        HOLD_BACK,
        /** Wait a moment and look again. */
        REST,
        OPEN_SESSION,
        ACQUIRE;

        /** After one of these a free lock has been left to others for a moment. */
        boolean isOfCampaign() {
            return this == REST || this == OPEN_SESSION || this == ACQUIRE;
        }
    }

    Step next() {
        if (entry.isHeldBy(session)) {
            return leading ? Step.LEAD : Step.GET_FENCE;
        }
        if (entry.isNoLock()) {
            return Step.LEAVE_ALONE;
        }
        return entry.session().isPresent() ? Step.STAND_BY : free();
    }

    private Step free() {
        if (!ready) {
            return Step.HOLD_BACK;
        }
        if (session.isPresent()) {
            return Step.ACQUIRE;
        }
        return rested ? Step.OPEN_SESSION : Step.REST;
    }

    /**
     * True if the server's data was replaced by older data while we lead: our entry is not what we
     * last saw though nobody else can write it, or a question that waits for a change was answered
     * without one, which is what restoring a snapshot does to those who wait.
     *
     * @param before what we last saw
     * @param early the server answered before the time was up
     */
    boolean dataWentBack(LockEntry before, boolean early) {
        return leading
                && entry.isHeldBy(session)
                && before.isHeldBy(session)
                && (early || entry.index() != before.index());
    }
}
