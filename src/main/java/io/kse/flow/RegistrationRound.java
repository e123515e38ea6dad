package io.kse.flow;

import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulUnavailable;
import io.kse.plan.BrakeCause;
import io.kse.plan.Claimants;
import io.kse.registration.RegistrationChange;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Maintain;
import io.kse.registration.RegistrationChange.Register;
import io.kse.registration.Wishes;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** One run of {@link Registrations}: why, what was wanted, and what the agent has not made. */
public final class RegistrationRound {
    /** Answers of "later" while nothing works, after which the others are not even tried. */
    private static final int IN_VAIN = 3;

    private final Rung rung;
    private final Wishes wishes;
    private final boolean isIdle;
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Set<ServiceName> torn = new HashSet<>();
    private final SortedSet<String> absent = new TreeSet<>();
    private boolean somethingWorked;

    RegistrationRound(Rung rung, Wishes wishes, boolean isIdle) {
        this.rung = rung;
        this.wishes = wishes;
        this.isIdle = isIdle;
    }

    /** True if the agent has to be asked: there may be something to change. */
    public boolean isDue() {
        return !isIdle;
    }

    Optional<BrakeCause> comparison() {
        return rung.comparison();
    }

    Set<ServiceName> believed() {
        return rung.believed();
    }

    Wishes wishes() {
        return wishes;
    }

    /**
     * False for what a Service had before, if what is to be there instead was refused. What only
     * differs from what is wanted is there, and stands for nothing else. False also for the
     * maintenance of what is not there.
     */
    boolean mayGo(RegistrationChange change) {
        if (change instanceof Maintain maintain) {
            return !absent.contains(maintain.id());
        }
        return !(change instanceof Deregister old && mayBeOfTorn(old));
    }

    /** In doubt yes: whose it was is not always known. */
    private boolean mayBeOfTorn(Deregister change) {
        return change.owner()
                .map(torn::contains)
                .orElseGet(() -> Claimants.of(Optional.empty(), torn).of(change.id()).isPresent());
    }

    /** These are not there, whoever wants them. */
    void lacks(Collection<String> ids) {
        absent.addAll(ids);
    }

    /** What is wanted and there, once all has been tried. */
    List<String> there() {
        List<String> there = new ArrayList<>(wishes.byId().keySet());
        there.removeAll(absent);
        return List.copyOf(there);
    }

    void made(RegistrationChange change) {
        somethingWorked = true;
        if (change instanceof Deregister) {
            absent.add(change.id());
        }
    }

    void failed(RegistrationChange change, RuntimeException why) {
        failures.add(why);
        if (change instanceof Register register && register.isNew()) {
            torn.add(register.owner());
            absent.add(register.id());
        }
    }

    /**
     * True if nothing more comes of this run, now that the agent has not answered. A right that is
     * missing for some says nothing of it.
     */
    boolean isInVain(ConsulUnavailable why) {
        return !why.isAnswer() || !somethingWorked && count(ConsulUnavailable.class) >= IN_VAIN;
    }

    /** True if each change was made or refused: nobody waits for the agent any more. */
    boolean isAnswered() {
        return count(ConsulUnavailable.class) == 0;
    }

    private long count(Class<? extends RuntimeException> kind) {
        return failures.stream().filter(kind::isInstance).count();
    }

    /** The first failure; if a right is missing, it says on how many more. */
    Optional<RuntimeException> failure() {
        return failures.isEmpty() ? Optional.empty() : Optional.of(first());
    }

    private RuntimeException first() {
        RuntimeException first = failures.get(0);
        long others = count(ConsulDenied.class) - 1;
        return others > 0 && first instanceof ConsulDenied
                ? new ConsulDenied(
                        "%s, and on %d more".formatted(first.getMessage(), others), first)
                : first;
    }
}
