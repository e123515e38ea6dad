package io.kse.flow;

import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulReachability;
import io.kse.consul.ConsulReachability.Action;
import io.kse.consul.ConsulUnavailable;
import io.kse.plan.BrakeCause;
import io.kse.plan.Desired;
import io.kse.plan.Drain;
import io.kse.plan.Wanted.Unowned;
import io.kse.registration.AgentState;
import io.kse.registration.Names;
import io.kse.registration.Registered;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.RegistrationBrake.Checked;
import io.kse.registration.RegistrationChange;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationPlanner;
import io.kse.registration.RegistrationPlanner.Planned;
import io.kse.registration.Wishes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions on the way from what Services want to what the agent holds. What it refuses to one
 * holds up no other one, and takes from it nothing that it had. Remembers what was wanted, so that
 * an event that changes nothing costs nothing. For one run at a time.
 */
public final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

    private final Desired desired;
    private final RegistrationPlanner planner;
    private final RegistrationBrake brake;
    private final ConsulReachability agent;
    private final Supplier<Drain> drain;
    private final Runnable left;

    /** What is wanted as of the last run. */
    private volatile Wishes wanted = Wishes.NONE;

    /** The same with what was wanted before and is still there. For the runs' thread. */
    private Wishes before = Wishes.NONE;

    /** What the agent then held of it. */
    private volatile List<String> held = List.of();

    private SortedSet<String> foreign = new TreeSet<>();
    private SortedSet<String> doubles = new TreeSet<>();
    private String refused = "";

    /**
     * @param left called when a comparison has left something to events that are still to come
     */
    Registrations(
            Desired desired,
            RegistrationPlanner planner,
            RegistrationBrake brake,
            ConsulReachability agent,
            Supplier<Drain> drain,
            Runnable left) {
        this.desired = desired;
        this.planner = planner;
        this.brake = brake;
        this.agent = agent;
        this.drain = drain;
        this.left = left;
    }

    /** Nothing is due before all Services are known: then a comparison follows. */
    public RegistrationRound begin(Rung rung) {
        if (!desired.isListed()) {
            return new RegistrationRound(rung, before, true);
        }
        Wishes now = Wishes.of(desired.wantedOfServices(Unowned.STAYS));
        Rung counted = brake.isCounted() ? rung : Rung.comparison(BrakeCause.TIMER).and(rung);
        Wishes known = now.behindIngress(before, Map.of());
        boolean isIdle = counted.comparison().isEmpty() && known.changedFrom(before).isEmpty();
        return new RegistrationRound(counted, now, isIdle);
    }

    /** What to change at the agent; says what is held or left alone. */
    public List<RegistrationChange> plan(RegistrationRound round, AgentState state) {
        Map<String, Registered> ours = state.ours(planner.tags());
        Wishes now = round.wishes().behindIngress(before, ours);
        Planned planned =
                round.comparison().isPresent()
                        ? planner.all(now, before, state)
                        : planner.changed(now, before, state);
        Checked checked =
                brake.check(round.comparison(), round.believed(), planned.changes(), now, state);
        round.lacks(planned.foreign());
        wanted = now;
        before = now.with(before, ours.keySet());
        checked.warning().ifPresent(LOG::warn);
        if (checked.isOver()) {
            LOG.info("No deregistrations are held any more");
        }
        if (!planned.left().isEmpty()) {
            LOG.debug("left to events that are still to come: {}", planned.left());
            left.run();
        }
        tellForeign(planned.foreign());
        tellDoubles(now.doubles());
        return withMaintenance(checked.going(), state);
    }

    /** Last, and of what is held as well. While it is not known yet, nothing changes. */
    private List<RegistrationChange> withMaintenance(
            List<RegistrationChange> going, AgentState state) {
        Drain now = drain.get();
        List<RegistrationChange> all = new ArrayList<>(going);
        if (now.isKnown()) {
            all.addAll(planner.maintenance(now.isDrained(), going, state));
        }
        return all;
    }

    private void tellForeign(SortedSet<String> now) {
        if (!now.isEmpty() && !now.equals(foreign)) {
            LOG.warn(
                    "{} ids of Consul Services belong to somebody else at this agent, without our"
                            + " tags, and stay as they are: {}",
                    now.size(),
                    Names.of(now));
        }
        foreign = now;
    }

    private void tellDoubles(SortedSet<String> now) {
        if (!now.isEmpty() && !now.equals(doubles)) {
            LOG.warn("{} ids are those of two exported ports: {}", now.size(), Names.of(now));
        }
        doubles = now;
    }

    /**
     * False for what a Service had before, if the agent has refused what it is to have now: else it
     * would be left with nothing.
     */
    public boolean mayGo(RegistrationRound round, RegistrationChange change) {
        return round.mayGo(change);
    }

    /** The agent has made it. */
    public void done(RegistrationRound round, RegistrationChange change) {
        round.made(change);
        if (change instanceof Deregister) {
            before = before.without(change.id());
        }
        LOG.info("{}", change);
    }

    /**
     * The agent has not made it; the others are tried all the same, however many a right is missing
     * for: somebody's come last, and would wait for ever.
     *
     * @throws RuntimeException {@code why}, if the agent is silent, or can do nothing at all now
     */
    public void leave(RegistrationRound round, RegistrationChange change, RuntimeException why) {
        round.failed(change, why);
        if (why instanceof ConsulUnavailable later && round.isInVain(later)) {
            throw why;
        }
    }

    /**
     * All has been tried.
     *
     * @throws RuntimeException the first refusal, if there was one: the run is to be repeated
     */
    public void end(RegistrationRound round) {
        if (round.isDue()) {
            held = round.there();
            endOutage(round);
        }
        Optional<RuntimeException> failure = round.failure();
        if (failure.isPresent()) {
            throw failure.get();
        } else if (round.isDue()) {
            refused = "";
        }
    }

    private void endOutage(RegistrationRound round) {
        if (round.isAnswered()) {
            agent.abandoned(Action.WRITE);
        }
    }

    /**
     * Said once, until it is something else or over. Which ids our token may not write is no news
     * each time that there is one more.
     */
    public void refused(RuntimeException why) {
        String kind = why instanceof ConsulDenied ? "denied" : why.getMessage();
        if (!kind.equals(refused)) {
            refused = kind;
            LOG.warn(
                    "{}; tried again until it works, documents do not wait for it",
                    why.getMessage());
        }
    }

    /** What the agent should hold, as far as it is known to have held it; empty while off. */
    List<String> known() {
        return held;
    }

    Wishes wishes() {
        return wanted;
    }
}
