package io.kse.registration;

import io.kse.plan.Claimants;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Maintain;
import io.kse.registration.RegistrationChange.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Compares what Services want of the agent with what it holds. Never touches what does not carry
 * both our tags, nor what a Service may have registered whose registrations must stay.
 *
 * @param tags by which registrations are ours
 */
public record RegistrationPlanner(OurTags tags) {
    /**
     * @param changes the smallest set, all registrations before any deregistration
     * @param foreign wanted ids that somebody else has registered on this agent
     * @param left ids of ours that nobody is known to want, and that stay because a Service which
     *     may have registered them is changing; its event will not speak of them
     */
    public record Planned(
            List<RegistrationChange> changes, SortedSet<String> foreign, SortedSet<String> left) {}

    /**
     * What has to change of everything.
     *
     * @param before what was wanted before, as far as it is remembered: it says whose a
     *     registration was
     */
    public Planned all(Wishes now, Wishes before, AgentState agent) {
        return plan(now, before, agent, id -> true);
    }

    /** The same of those ids only of which something else is wanted than before. */
    public Planned changed(Wishes now, Wishes before, AgentState agent) {
        return plan(now, before, agent, now.changedFrom(before)::contains);
    }

    /**
     * What has to change for all of ours to be in maintenance if the cluster is drained, and else
     * for none to be that we have put there. Who is in maintenance already stays so. Of what is not
     * there in the end nothing has to be changed: what is to go may stay.
     *
     * @param going what is changed before that
     */
    public List<RegistrationChange> maintenance(
            boolean drained, List<RegistrationChange> going, AgentState agent) {
        SortedMap<String, Boolean> maintained = new TreeMap<>();
        agent.ours(tags)
                .forEach(
                        (id, there) -> {
                            boolean isIn = there.maintenance().isPresent();
                            if (drained ? !isIn : there.isMaintainedByUs()) {
                                maintained.put(id, drained);
                            }
                        });
        for (RegistrationChange change : going) {
            if (change instanceof Register register && register.isNew() && drained) {
                maintained.put(register.id(), true);
            }
        }
        return maintained.entrySet().stream()
                .<RegistrationChange>map(each -> new Maintain(each.getKey(), each.getValue()))
                .toList();
    }

    private Planned plan(Wishes now, Wishes before, AgentState agent, Predicate<String> isMeant) {
        SortedSet<String> foreign = new TreeSet<>(now.byId().keySet());
        foreign.removeIf(id -> agent.get(id).map(this::isOurs).orElse(true));
        List<RegistrationChange> changes = new ArrayList<>();
        now.byId().values().stream()
                .filter(wish -> isMeant.test(wish.id()) && !foreign.contains(wish.id()))
                .forEach(wish -> register(wish, agent).ifPresent(changes::add));
        Unwanted unwanted = new Unwanted(now, before);
        agent.ours(tags).keySet().stream()
                .filter(id -> isMeant.test(id) && !now.byId().containsKey(id))
                .forEach(unwanted::sortOut);
        changes.addAll(unwanted.going);
        return new Planned(changes, foreign, unwanted.left);
    }

    private boolean isOurs(Registered registered) {
        return tags.areAmong(registered.tags());
    }

    private Optional<Register> register(Wish wish, AgentState agent) {
        Registration wanted =
                new Registration(wish.id(), tags.list(), agent.address(), wish.port());
        Optional<Registered> there = agent.get(wish.id());
        if (there.isEmpty()) {
            return Optional.of(new Register(wanted, wish.owner(), true, "new"));
        }
        return there.get()
                .differenceFrom(wanted)
                .map(why -> new Register(wanted, wish.owner(), false, why));
    }

    /** What becomes of ids of ours that nobody wants. */
    private static final class Unwanted {
        final List<Deregister> going = new ArrayList<>();
        final SortedSet<String> left = new TreeSet<>();
        private final Wishes now;
        private final Wishes before;
        private final Claimants refused;
        private final Claimants changing;

        Unwanted(Wishes now, Wishes before) {
            this.now = now;
            this.before = before;
            this.refused = Claimants.of(Optional.empty(), now.refused());
            this.changing = Claimants.of(Optional.empty(), now.changing());
        }

        void sortOut(String id) {
            Optional<Wish> wish = Optional.ofNullable(before.byId().get(id));
            if (stays(id, wish)) {
                return;
            } else if (wish.isEmpty() && changing.of(id).isPresent()) {
                left.add(id);
            } else {
                going.add(new Deregister(id, wish, why(wish)));
            }
        }

        private boolean stays(String id, Optional<Wish> wish) {
            return wish.map(known -> now.refused().contains(known.owner()))
                    .orElseGet(() -> now.partial() || refused.of(id).isPresent());
        }

        private static String why(Optional<Wish> wish) {
            return wish.map(known -> "Service " + known.owner() + " does not want it any more")
                    .orElse("no Service wants it");
        }
    }
}
