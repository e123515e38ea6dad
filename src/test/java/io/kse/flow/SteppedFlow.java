package io.kse.flow;

import io.kse.document.KvKey;
import io.kse.kubernetes.EventSource;
import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.Plan;
import io.kse.plan.Snapshot;
import io.kse.plan.Touch;
import io.kse.plan.Transaction;
import io.kse.plan.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a replica's routes ask beans of this package, for who has no routes. */
public final class SteppedFlow {
    private final FirstList first;
    private final Braking braking;
    private final Elections elections;
    private final Rounds rounds = new Rounds(() -> {});

    /**
     * @param bell what a comparison is due for
     * @param leftToOthers called when another replica leads
     */
    public SteppedFlow(
            Brake brake,
            Supplier<LeadershipState> leadership,
            Consumer<Trigger> bell,
            Runnable leftToOthers) {
        first = new FirstList(leadership);
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        braking = new Braking(brake, clock, first::take);
        braking.onPlan(
                (plan, wanted, snapshot, held) -> {
                    if (plan.isLeftToEvents()) {
                        bell.accept(Trigger.LEFT_OVER);
                    }
                });
        elections = new Elections(bell, leftToOthers);
    }

    /** The leadership has changed. */
    public void changed(LeadershipState before, LeadershipState now) {
        elections.accept(before, now);
    }

    /** A list is about to be asked for. */
    public void askForList() {
        first.ask();
    }

    /** As {@link FirstList#require}. */
    public void requireList(Touch touch, Fence fence) {
        first.require(touch, fence);
    }

    /** As {@link Braking#causeOfEvent}. */
    public BrakeCause causeOfEvent(EventSource source) {
        return braking.causeOfEvent(source);
    }

    /** As {@link Braking#causeOfComparison}. */
    public BrakeCause causeOfComparison(Set<Trigger> triggers) {
        return braking.causeOfComparison(triggers);
    }

    /** As {@link Braking#reads}. */
    public Set<KvKey> reads(Wanted wanted) {
        return braking.reads(wanted);
    }

    /** As {@link Braking#hold}. */
    public Plan hold(Plan plan, Wanted wanted, Snapshot snapshot, BrakeCause cause, Fence fence) {
        return braking.hold(plan, wanted, snapshot, cause, fence);
    }

    /** As {@link Rounds#begin}. */
    public Rounds.Round beginRound(Touch touch) {
        return rounds.begin(touch);
    }

    /** As {@link Rounds#mayGo}. */
    public boolean mayGo(Rounds.Round round, Transaction transaction) {
        return rounds.mayGo(round, transaction);
    }

    /** As {@link Rounds#leave}. */
    public void leave(Rounds.Round round, Transaction transaction, RuntimeException why) {
        rounds.leave(round, transaction, why);
    }

    /** As {@link Rounds#end}. */
    public List<Touch.Part> endRound(Rounds.Round round) {
        return rounds.end(round);
    }
}
