package io.kse.history;

import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.flow.Trigger;
import io.kse.history.Step.Part;
import io.kse.leadership.NotLeading;
import io.kse.plan.BrakeCause;
import io.kse.plan.Touch;
import java.util.Optional;

/**
 * The route {@code change-service}: one Service's keys, however often it takes. Ends without an
 * exception; what it leaves rings the bell.
 */
final class ServiceChange {
    /** KSE_MAX_REQUEUE_COUNT, a smaller one. */
    private static final int MOST_TRIES = 2;

    private final Replica replica;
    private final Touch touch;
    private final BrakeCause cause;
    private final Part by;
    private Change change;
    private int tries;
    private boolean isOver;

    /**
     * @param by whose it is; a comparison does not wait for a leader
     */
    ServiceChange(Replica replica, Touch touch, BrakeCause cause, Part by) {
        this.replica = replica;
        this.touch = touch;
        this.cause = cause;
        this.by = by;
        tryOnce();
    }

    private void tryOnce() {
        change = new Change(replica, touch, cause, false, by);
    }

    boolean isOver() {
        return isOver;
    }

    /** Empty while it waits for its turn. */
    Optional<Step> next() {
        return change.next().map(step -> new Step(step.by(), step.what(), () -> go(step)));
    }

    private void go(Step step) {
        try {
            step.action().run();
            isOver = change.isOver();
        } catch (NotLeading | FencedOff e) {
            tries = 0;
            again(by == Part.EVENTS && !replica.isStandby() && !isLeftToFirstList(), false);
        } catch (ConsulUnavailable e) {
            tries = replica.isOutage() ? 0 : tries + 1;
            again(tries <= MOST_TRIES, true);
        } catch (StaleSnapshot e) {
            tries++;
            again(tries <= MOST_TRIES, true);
        }
    }

    private boolean isLeftToFirstList() {
        return replica.isLeading() && replica.world.variant() == Variant.LEFT_TO_FIRST_LIST;
    }

    private void again(boolean isTried, boolean isLeft) {
        boolean isBroken = replica.world.variant() == Variant.NO_RETRY;
        if (isTried && !isBroken) {
            tryOnce();
            return;
        }
        if (isLeft && !isBroken) {
            replica.ring(Trigger.LEFT_OVER);
        }
        isOver = true;
    }
}
