package io.kse.flow;

import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.NotLeading;
import io.kse.plan.Touch;
import io.kse.plan.Touch.TouchedNodes;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a new leader write nothing before its first list, but the list of nodes. Its watch may be
 * behind what the leader before has written: an event, or a comparison that has begun before it
 * led, would write an older document over a newer one, or delete what is wanted again.
 *
 * <p>A leader that has lost the lead for a moment and kept its fence need not list again: nobody
 * else can have led meanwhile.
 */
public final class FirstList {
    private final Supplier<LeadershipState> leadership;

    /** With which the list under way was asked for. For the comparisons' thread only. */
    private Optional<Fence> asking = Optional.empty();

    private volatile Optional<Fence> taken = Optional.empty();

    FirstList(Supplier<LeadershipState> leadership) {
        this.leadership = leadership;
    }

    /** A list is about to be asked for. */
    void ask() {
        asking =
                leadership.get() instanceof Leading leading
                        ? Optional.of(leading.fence())
                        : Optional.empty();
    }

    /**
     * What was listed is known by now. A list from the cache counts as well: the API server does
     * not say more.
     */
    void take() {
        taken = asking.isPresent() ? asking : taken;
    }

    /**
     * Returns if {@code touch} may be written with {@code fence}.
     *
     * @param touch the list of nodes need not wait
     * @throws NotLeading if the leader has not listed the Services yet: soon, whatever else fails
     */
    public void require(Touch touch, Fence fence) {
        if (!(touch instanceof TouchedNodes) && !taken.equals(Optional.of(fence))) {
            throw new NotLeading("this replica leads, but has not listed the Services yet");
        }
    }
}
