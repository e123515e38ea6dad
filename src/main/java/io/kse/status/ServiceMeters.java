package io.kse.status;

import io.kse.plan.ServiceState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** The meters of Services and their documents, the same on every replica: what they ask for. */
public final class ServiceMeters implements MeterBinder {
    private static final Set<ServiceState> REASONS =
            EnumSet.complementOf(EnumSet.of(ServiceState.EXPORTED, ServiceState.NOT_EXPORTED));

    private final IntSupplier documents;
    private final ToIntFunction<ServiceState> services;

    /**
     * @param documents how many Services want, those of refused ones included
     * @param services how many are in a state
     */
    public ServiceMeters(IntSupplier documents, ToIntFunction<ServiceState> services) {
        this.documents = documents;
        this.services = services;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(
                        "documents",
                        "documents",
                        "Documents that Consul should hold for this cluster",
                        documents)
                .register(registry);
        Meters.gauge(
                        "services",
                        "services",
                        "Services that are exported as they ask for",
                        () -> services.applyAsInt(ServiceState.EXPORTED))
                .register(registry);
        for (ServiceState reason : REASONS) {
            Meters.gauge(
                            "refused.services",
                            "services",
                            "Services that ask for what they do not get; what was published stays",
                            () -> services.applyAsInt(reason))
                    .tag("reason", Meters.label(reason))
                    .register(registry);
        }
    }
}
