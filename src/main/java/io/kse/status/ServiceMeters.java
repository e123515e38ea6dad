package io.kse.status;

import io.kse.plan.KnownService;
import io.kse.plan.ServiceState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The meters of Services and their documents, the same on every replica: what they ask for. */
public final class ServiceMeters implements MeterBinder {
    private static final Set<ServiceState> REASONS =
            EnumSet.complementOf(EnumSet.of(ServiceState.EXPORTED, ServiceState.NOT_EXPORTED));

    private final IntSupplier documents;
    private final Supplier<List<KnownService>> services;

    /**
     * @param documents how many Services want, those of refused ones included
     * @param services all that are there
     */
    public ServiceMeters(IntSupplier documents, Supplier<List<KnownService>> services) {
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
                        "Services that want documents and have some of their keys, whether"
                                + " or not Consul has taken them by now",
                        () -> count(ServiceState.EXPORTED))
                .register(registry);
        for (ServiceState reason : REASONS) {
            Meters.gauge(
                            "refused.services",
                            "services",
                            "Services that ask for what they do not get",
                            () -> count(reason))
                    .tag("reason", Meters.label(reason))
                    .register(registry);
        }
    }

    private int count(ServiceState state) {
        return (int) services.get().stream().filter(each -> each.state() == state).count();
    }
}
