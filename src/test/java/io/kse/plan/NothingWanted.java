package io.kse.plan;

import io.kse.plan.Wanted.Unowned;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wanted where no Service wants anything. */
public final class NothingWanted {
    private NothingWanted() {}

    public static Wanted but(Unowned unowned) {
        return but(unowned, Optional.empty());
    }

    public static Wanted but(Unowned unowned, Optional<WantedNodes> nodes) {
        return new Wanted(
                Map.of(), Map.of(), "", unowned, Set.of(), Set.of(), false, nodes, Set.of());
    }
}
