package io.kse.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The meters of comparisons of everything with Consul, which only the leader ends: a replica that
 * does not lead tells no age, since another one compares.
 */
public final class ComparisonMeters implements MeterBinder {
    private final BooleanSupplier leads;
    private final LongSupplier nanoTime;
    private volatile long since;
    private volatile double duration = Double.NaN;
    private Timer complete;
    private Timer partial;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    public ComparisonMeters(BooleanSupplier leads, LongSupplier nanoTime) {
        this.leads = leads;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.seconds(
                        "comparison.age",
                        "Time since the last complete comparison, or since this replica won"
                                + " the leadership; NaN where another one leads",
                        this::age)
                .register(registry);
        Meters.seconds(
                        "comparison.duration",
                        "Time that the last complete comparison took; NaN before the first one",
                        () -> duration)
                .register(registry);
        complete = timer("complete").register(registry);
        partial = timer("partial").register(registry);
    }

    private static Timer.Builder timer(String outcome) {
        return Meters.timer(
                        "comparisons",
                        "Comparisons; partial: Consul refused something, which was tried by"
                                + " itself then")
                .tag("outcome", outcome);
    }

    private double age() {
        return leads.getAsBoolean()
                ? Meters.seconds(Duration.ofNanos(nanoTime.getAsLong() - since))
                : Double.NaN;
    }

    /** This replica leads from now on; others have compared before. */
    public void won() {
        since = nanoTime.getAsLong();
    }

    /** A comparison has ended. */
    public void ended(Duration time, boolean isComplete) {
        (isComplete ? complete : partial).record(time);
        if (isComplete) {
            duration = Meters.seconds(time);
            since = nanoTime.getAsLong();
        }
    }
}
