package io.kse.flow;

import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.LeadershipState.Standby;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a change of leadership means for comparisons: whoever leads anew compares everything at
 * once. Who leads again with the same fence has missed no other leader, and takes its turn.
 */
final class Elections implements BiConsumer<LeadershipState, LeadershipState> {
    private final Consumer<Trigger> bell;
    private final Runnable leftToOthers;
    private Optional<Fence> last = Optional.empty();

    /**
     * @param leftToOthers called when another replica leads
     */
    Elections(Consumer<Trigger> bell, Runnable leftToOthers) {
        this.bell = bell;
        this.leftToOthers = leftToOthers;
    }

    @Override
    public synchronized void accept(LeadershipState before, LeadershipState now) {
        if (now instanceof Leading leading) {
            boolean same = last.filter(leading.fence()::equals).isPresent();
            last = Optional.of(leading.fence());
            bell.accept(same ? Trigger.CONSUL_BACK : Trigger.WON);
        } else if (now instanceof Standby) {
            leftToOthers.run();
        }
    }
}
