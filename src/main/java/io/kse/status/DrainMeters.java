package io.kse.status;

import io.kse.plan.Drain;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Function;
import java.util.function.Supplier;

/** The meters of the drain, by what has asked for it; every replica knows. */
public final class DrainMeters implements MeterBinder {
    private final Supplier<Drain> drain;

    public DrainMeters(Supplier<Drain> drain) {
        this.drain = drain;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind("setting", Drain::setting, registry);
        bind("key", now -> now.key() == Drain.Word.DRAINED, registry);
    }

    private void bind(String source, Function<Drain, Boolean> drains, MeterRegistry registry) {
        Meters.gauge(
                        "drained",
                        "drained",
                        "1 while the cluster is drained by KSE_DRAIN (`setting`) or by its key in"
                                + " Consul (`key`)",
                        () -> drains.apply(drain.get()) ? 1 : 0)
                .tag("source", source)
                .register(registry);
    }
}
