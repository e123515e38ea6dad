package io.kse.flow;

import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Events wait in one line, and while Consul KV is away the one at its front waits for it. Consul
 * Services must not: then, and at the start of a replica that does not lead, a comparison of all
 * Services takes in what they want.
 */
public final class StuckEvents {
    /** Looks, of 2 seconds each. Who leads asks the API server and Consul KV each time. */
    private static final int LOOKS_BETWEEN_AS_LEADER = 5;

    private final BooleanSupplier complete;
    private final BooleanSupplier listed;
    private final Supplier<Map<ServiceName, Long>> waiting;
    private final BooleanSupplier agentAnswers;
    private final BooleanSupplier leads;
    private final Bell bell;
    private Map<ServiceName, Long> before = Map.of();
    private Map<ServiceName, Long> takenIn = Map.of();
    private int looks = LOOKS_BETWEEN_AS_LEADER;

    StuckEvents(
            BooleanSupplier complete,
            BooleanSupplier listed,
            Supplier<Map<ServiceName, Long>> waiting,
            BooleanSupplier agentAnswers,
            BooleanSupplier leads,
            Bell bell) {
        this.complete = complete;
        this.listed = listed;
        this.waiting = waiting;
        this.agentAnswers = agentAnswers;
        this.leads = leads;
        this.bell = bell;
    }

    /** Called every 2 seconds. */
    public synchronized void look() {
        looks++;
        boolean isDue = complete.getAsBoolean() && (!listed.getAsBoolean() || isStuck());
        int least = leads.getAsBoolean() ? LOOKS_BETWEEN_AS_LEADER : 1;
        if (isDue && looks >= least && agentAnswers.getAsBoolean()) {
            looks = 0;
            takenIn = before;
            bell.ring(Trigger.REGISTRATIONS);
        }
    }

    /** An event of the last look is still there, and there is one that was not taken in. */
    private boolean isStuck() {
        Map<ServiceName, Long> now = waiting.get();
        Map<ServiceName, Long> still = new HashMap<>(now);
        still.entrySet().retainAll(before.entrySet());
        before = now;
        return !still.isEmpty() && !now.equals(takenIn);
    }
}
