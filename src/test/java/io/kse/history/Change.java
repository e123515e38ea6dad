package io.kse.history;

import io.kse.consul.ConsulReachability.Action;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.KvKey;
import io.kse.flow.Rounds.Round;
import io.kse.flow.Trigger;
import io.kse.history.Step.Part;
import io.kse.leadership.Fence;
import io.kse.plan.BrakeCause;
import io.kse.plan.KvChange;
import io.kse.plan.Plan;
import io.kse.plan.Snapshot;
import io.kse.plan.Touch;
import io.kse.plan.Transaction;
import io.kse.plan.Wanted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One pass through the route {@code change-keys}: fence, wanted, snapshot, plan and brake,
 * transactions, each a step of its own. What fails is thrown by the step; the pass is over then.
 */
final class Change {
    private final Replica replica;
    private final Touch touch;
    private final BrakeCause cause;
    private final boolean isRepeated;
    private final Part by;

    private Fence fence;
    private World.Term term;
    private Wanted wanted;
    private Snapshot snapshot;
    private Deque<Transaction> transactions;
    private Round round;
    private boolean isOver;

    /**
     * @param isRepeated true if it is the change of a comparison that has failed before
     * @param by whose it is
     */
    Change(Replica replica, Touch touch, BrakeCause cause, boolean isRepeated, Part by) {
        this.replica = replica;
        this.touch = touch;
        this.cause = cause;
        this.isRepeated = isRepeated;
        this.by = by;
        if (replica.world.variant() == Variant.ASKS_BEFORE_ITS_TURN) {
            wanted = replica.desired.wanted(touch);
        }
    }

    boolean isOver() {
        return isOver;
    }

    /** Empty while it waits for its turn. */
    Optional<Step> next() {
        if (fence == null) {
            return replica.turn == null
                    ? Optional.of(step("takes its turn and the fence", this::takeFence))
                    : Optional.empty();
        } else if (wanted == null) {
            return Optional.of(
                    step("asks what is wanted", () -> wanted = replica.desired.wanted(touch)));
        } else if (snapshot == null) {
            return Optional.of(step("reads", this::read));
        } else if (transactions == null) {
            return Optional.of(step("plans", this::plan));
        }
        return Optional.of(step("writes " + transactions.peek(), this::write));
    }

    private Step step(String what, Runnable action) {
        return new Step(
                by,
                by + " " + what,
                () -> {
                    boolean isDone = false;
                    try {
                        action.run();
                        isDone = true;
                    } finally {
                        if (!isDone || transactions != null && transactions.isEmpty()) {
                            end();
                        }
                    }
                });
    }

    /** Also of a caller that is no more. */
    private void end() {
        isOver = true;
        if (replica.turn == this) {
            replica.turn = null;
        }
    }

    private void takeFence() {
        replica.turn = this;
        round = replica.flow.beginRound(touch);
        Fence taken = replica.leadership.fence();
        if (replica.world.variant() != Variant.NO_FIRST_LIST
                && replica.world.variant() != Variant.WRITES_BEFORE_LISTED) {
            replica.flow.requireList(touch, taken);
        }
        fence = taken;
        term = replica.world.term();
    }

    private void read() {
        if (touch.isEverything()) {
            Set<KvKey> beside = Set.of(World.KEYS.brake(), World.KEYS.brakeRelease());
            snapshot =
                    replica.consul.snapshot(
                            key -> World.KEYS.isOurs(key.path()) || beside.contains(key));
        } else {
            snapshot = replica.consul.snapshot(replica.flow.reads(wanted)::contains);
        }
    }

    private void plan() {
        Plan plan = replica.planner.plan(wanted, snapshot);
        replica.world.checker.plans(replica, cause, snapshot, fence, isRepeated);
        Plan going = replica.flow.hold(plan, wanted, snapshot, cause, fence);
        if (going.isEmpty()) {
            replica.consul.abandon(Action.WRITE);
        }
        transactions = new ArrayDeque<>(transactions(going));
    }

    private List<Transaction> transactions(Plan plan) {
        return replica.world.variant() == Variant.ONE_CHANGE_A_TRANSACTION
                ? plan.transactions().stream()
                        .flatMap(all -> all.changes().stream().map(Change::alone))
                        .toList()
                : plan.transactions();
    }

    private static Transaction alone(KvChange change) {
        return new Transaction(List.of(change));
    }

    private void write() {
        Transaction next = transactions.poll();
        if (!replica.flow.mayGo(round, next)) {
            return;
        }
        try {
            replica.world.write(replica, fence, term, next, cause);
        } catch (FencedOff e) {
            replica.leadership.fencedOff(fence);
            leave(next, e);
        } catch (StaleSnapshot e) {
            replica.ring(Trigger.CONFLICT);
            leave(next, e);
        } catch (ConsulUnavailable e) {
            leave(next, e);
        }
    }

    /** One refused transaction of several Services does not hold up the others. */
    private void leave(Transaction transaction, RuntimeException why) {
        if (!round.hasParts()) {
            throw why;
        }
        replica.flow.leave(round, transaction, why);
    }

    /** What Consul has refused of it, to be tried again by Service; asked once it is over. */
    List<Touch.Part> left() {
        return replica.flow.endRound(round);
    }
}
