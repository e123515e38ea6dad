package io.kse.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The meters of who leads and of what only a leader knows: 0 on all others. */
public final class LeaderMeters implements MeterBinder {
    private final BooleanSupplier leads;
    private final IntSupplier heldDeletes;
    private final IntSupplier heldRegistrations;

    /**
     * @param heldDeletes how many documents the brake keeps; asked while this replica leads
     * @param heldRegistrations how many Consul Services the brake of this replica keeps
     */
    public LeaderMeters(
            BooleanSupplier leads, IntSupplier heldDeletes, IntSupplier heldRegistrations) {
        this.leads = leads;
        this.heldDeletes = heldDeletes;
        this.heldRegistrations = heldRegistrations;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(
                        "leader",
                        "leader",
                        "1 while this replica leads",
                        () -> leads.getAsBoolean() ? 1 : 0)
                .register(registry);
        Meters.gauge(
                        "held.deletes",
                        "deletes",
                        "Deletes of documents that wait for somebody's word",
                        () -> leads.getAsBoolean() ? heldDeletes.getAsInt() : 0)
                .register(registry);
        Meters.gauge(
                        "held.registrations",
                        "registrations",
                        "Consul Services at this replica's agent that stay until their documents go",
                        heldRegistrations)
                .register(registry);
    }
}
