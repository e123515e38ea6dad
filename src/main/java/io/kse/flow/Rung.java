package io.kse.flow;

import io.kse.plan.BrakeCause;
import io.kse.service.ServiceName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why the agent's registrations are looked at.
 *
 * @param comparison why all of them are; empty if only what is wanted has changed
 * @param believed Services of which a watch event said what they want now
 */
public record Rung(Optional<BrakeCause> comparison, Set<ServiceName> believed) {
    static final Rung NOTHING = new Rung(Optional.empty(), Set.of());

    public Rung {
        believed = Set.copyOf(believed);
    }

    static Rung comparison(BrakeCause cause) {
        return new Rung(Optional.of(cause), Set.of());
    }

    static Rung of(Set<ServiceName> believed) {
        return new Rung(Optional.empty(), believed);
    }

    /** Both at once; the timer's comparison counts more. */
    Rung and(Rung other) {
        Set<ServiceName> all = new HashSet<>(believed);
        all.addAll(other.believed);
        boolean isOther = other.comparison.filter(BrakeCause::countsAnew).isPresent();
        return new Rung(isOther ? other.comparison : comparison.or(other::comparison), all);
    }

    /**
     * To be tried again: as a comparison, since nobody knows what is there by now, and without
     * counting anew, or the brake would forget what it let go on.
     */
    Rung again() {
        return new Rung(Optional.of(BrakeCause.OTHER), believed);
    }
}
