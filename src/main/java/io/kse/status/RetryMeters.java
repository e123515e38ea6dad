package io.kse.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Map;

/** The meters of changes that are tried again. To be bound before anything is told. */
public final class RetryMeters implements MeterBinder {
    private final Map<RetryReason, Counter> retries = new EnumMap<>(RetryReason.class);

    @Override
    public void bindTo(MeterRegistry registry) {
        for (RetryReason reason : RetryReason.values()) {
            retries.put(
                    reason,
                    Meters.counter("retries", "retries", "Changes that were tried again")
                            .tag("reason", Meters.label(reason))
                            .register(registry));
        }
    }

    public void retried(RetryReason reason) {
        retries.get(reason).increment();
    }
}
