package io.kse.flow;

import java.util.List;

/**
 * Looks every few seconds whether the agent still holds what it held: one small request, about one
 * registration after the other.
 */
public final class AgentWatch {
    private final Registrations registrations;
    private int next;

    AgentWatch(Registrations registrations) {
        this.registrations = registrations;
    }

    /** False while there is nothing that it should hold. */
    public boolean isDue() {
        return !registrations.known().isEmpty();
    }

    /** Which id to ask for. */
    public synchronized String next() {
        List<String> known = registrations.known();
        next = (next + 1) % known.size();
        return known.get(next);
    }
}
