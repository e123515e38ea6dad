package io.kse.history;

import io.kse.consul.ConsulReachability.Action;
import io.kse.flow.SteppedFlow;
import io.kse.flow.Trigger;
import io.kse.history.Step.Part;
import io.kse.kubernetes.SteppedEvents;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.LeadershipState.Standby;
import io.kse.leadership.SteppedLeadership;
import io.kse.plan.Brake;
import io.kse.plan.Desired;
import io.kse.plan.Planner;
import io.kse.service.DeletePercent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A replica made of the program's own parts, whose threads go a step when they are told to. */
final class Replica {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Set<Trigger> AFTER_FAILURE =
            EnumSet.of(Trigger.LEFT_OVER, Trigger.CONFLICT, Trigger.CONSUL_BACK, Trigger.FAILED);

    final String name;
    final World world;
    final SteppedEvents events = new SteppedEvents();
    final Watch watch;
    final ConsulLine consul;
    final SteppedLeadership leadership;
    final Desired desired;
    final Brake brake;
    final SteppedFlow flow;
    final Planner planner;

    /** What a comparison is due for. */
    final Set<Trigger> rung = EnumSet.noneOf(Trigger.class);

    /** What takes long here, most of the time. */
    final Part slow;

    /** Whose turn it is to change keys; null while it is nobody's. */
    Change turn;

    /** True once it has taken a list of Services in. */
    boolean hasTakenList;

    private final EventWork eventWork = new EventWork(this);
    private final ListsWork lists = new ListsWork(this);
    private final ComparisonWork comparisonWork = new ComparisonWork(this, lists);
    private LeadershipState state;
    private int term;

    Replica(String name, World world, Part slow) {
        this.name = name;
        this.slow = slow;
        this.world = world;
        this.watch = new Watch(world.api, events, () -> ring(Trigger.WATCH_GAP));
        this.consul =
                new ConsulLine(
                        world.consul, World.KEYS.leader(), name, world::pass, s -> outageEnds());
        this.leadership =
                new SteppedLeadership(
                        consul,
                        World.KEYS.clusterId(),
                        watch::isSettled,
                        world::nanoTime,
                        this::dataWentBack);
        this.state = leadership.state();
        this.desired =
                new Desired(
                        events::waiting,
                        () -> ring(Trigger.UNKNOWN_KEYS),
                        Optional::empty,
                        () ->
                                watch.isComplete()
                                        || world.variant() == Variant.INCOMPLETE_IS_COMPLETE);
        this.brake =
                new Brake(
                        World.KEYS,
                        new DeletePercent(
                                world.variant() == Variant.NO_BRAKE
                                        ? 100
                                        : world.maxDeletePercent));
        this.flow = new SteppedFlow(brake, leadership::state, this::ring, this::leftToOthers);
        this.planner = new Planner(World.KEYS, Optional.empty());
    }

    private void dataWentBack() {
        if (world.variant() != Variant.RESTORED_UNNOTICED) {
            ring(Trigger.DATA_BACK);
        }
    }

    private void outageEnds() {
        if (leadership.state() instanceof Standby) {
            leftToOthers();
        } else if (leadership.state() instanceof Leading) {
            ring(Trigger.CONSUL_BACK);
        }
    }

    private void leftToOthers() {
        consul.abandon(Action.READ);
        consul.abandon(Action.WRITE);
    }

    /** A comparison is due. */
    void ring(Trigger trigger) {
        if (world.variant() != Variant.NO_RETRY || !AFTER_FAILURE.contains(trigger)) {
            rung.add(trigger);
        }
    }

    boolean isLeading() {
        return leadership.state() instanceof Leading;
    }

    boolean isStandby() {
        return leadership.state() instanceof Standby;
    }

    /** As Outages says it. */
    boolean isOutage() {
        return leadership.isSilent() || consul.isFailing(Action.READ);
    }

    /** Its part in the election takes a step. */
    Step election() {
        return new Step(Part.ELECTION, "looks at the lock", this::look);
    }

    /** What else could go on now. */
    List<Step> steps() {
        return Stream.of(watch.next(), eventWork.next(), lists.next(), comparisonWork.next())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Its pauses pass here. */
    private void look() {
        world.pass(PAUSE);
        leadership.turn();
    }

    /** After each step of anybody: what has become of the leadership. */
    void notice() {
        LeadershipState now = leadership.state();
        if (!now.equals(state)) {
            LeadershipState before = state;
            state = now;
            term++;
            flow.changed(before, now);
        }
    }

    /** Another number after each change of what it is in the election. */
    int term() {
        return term;
    }

    /** Nothing is left to do here, but for the lock. */
    boolean isQuiet() {
        return !watch.isBehind()
                && rung.isEmpty()
                && eventWork.next().isEmpty()
                && lists.next().isEmpty()
                && comparisonWork.next().isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
