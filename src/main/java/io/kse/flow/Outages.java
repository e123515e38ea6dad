package io.kse.flow;

import io.kse.consul.ConsulReachability;
import io.kse.consul.ConsulReachability.Action;
import io.kse.leadership.Leadership;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What an outage of Consul, and its end, means for this replica: the leader compares everything and
 * then says what was caught up; another one leaves that to the leader.
 */
public final class Outages {
    private final String address;
    private final ConsulReachability reachability;
    private final Leadership leadership;
    private final Comparisons comparisons;
    private final Consumer<Trigger> bell;

    /**
     * @param address of Consul, for people
     */
    Outages(
            String address,
            ConsulReachability reachability,
            Leadership leadership,
            Comparisons comparisons,
            Consumer<Trigger> bell) {
        this.address = address;
        this.reachability = reachability;
        this.leadership = leadership;
        this.comparisons = comparisons;
        this.bell = bell;
    }

    /** True if Consul does not work for anybody; false if it merely refuses one change. */
    public boolean isOn() {
        return leadership.isSilent() || reachability.isFailing(Action.READ);
    }

    /** Whatever failed to be written is there by now, or not wanted any more. */
    public void nothingToWrite() {
        reachability.abandoned(Action.WRITE);
    }

    /** What failed before is not tried again here: another replica leads. */
    void leftToOthers() {
        reachability.abandoned(Action.READ);
        reachability.abandoned(Action.WRITE);
        comparisons.leftToOthers();
    }

    /** Who leads anew compares anyway. */
    void ended(Duration silence) {
        comparisons.consulAnswers(
                "Consul at %s answers again after %s"
                        .formatted(address, ConsulReachability.text(silence)));
        if (leadership.isStandby()) {
            leftToOthers();
        } else if (leadership.isLeading()) {
            bell.accept(Trigger.CONSUL_BACK);
        }
    }
}
