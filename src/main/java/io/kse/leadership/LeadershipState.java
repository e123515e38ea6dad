package io.kse.leadership;

import java.time.Instant;

/** What a replica is to the others of its cluster. */
public sealed interface LeadershipState {
    /**
     * Another replica is seen to lead, or this one has stopped: changes are only noted.
     *
     * @param holder who leads, for people
     */
    record Standby(String holder) implements LeadershipState {}

    /** Nobody else is known to lead: changes wait. */
    record Campaigning() implements LeadershipState {}

    /**
     * This replica leads, as far as it knows: the fence is what proves it.
     *
     * @param since when it won, by the wall clock, for people only
     */
    record Leading(Fence fence, Instant since) implements LeadershipState {}
}
