package io.kse.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The meters of the informers: what has come in, and what waits for the routes. */
public final class InformerMeters implements MeterBinder {
    private final Map<String, Line> lines;
    private final LongSupplier restarts;

    /**
     * The events of one kind of object.
     *
     * @param received how many since the start
     * @param waiting how many objects have one that nobody has taken yet
     * @param lag age of the oldest one that waits or is under way, in seconds; 0 if there is none
     */
    public record Line(LongSupplier received, IntSupplier waiting, DoubleSupplier lag) {}

    /**
     * @param lines by the kind of object, in lower case
     * @param restarts how often the watch of Services was started anew because it was silent
     */
    public InformerMeters(Map<String, Line> lines, LongSupplier restarts) {
        this.lines = new TreeMap<>(lines);
        this.restarts = restarts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        lines.forEach((kind, line) -> bindTo(registry, kind, line));
        Meters.counter(
                        "watch.restarts",
                        "restarts",
                        "How often the watch of Services was started anew because it was silent",
                        restarts)
                .register(registry);
    }

    private static void bindTo(MeterRegistry registry, String kind, Line line) {
        Meters.counter(
                        "received.events",
                        "events",
                        "Events that have come in, the first list included",
                        line.received())
                .tag("kind", kind)
                .register(registry);
        Meters.gauge(
                        "waiting.events",
                        "events",
                        "Objects with an event that nobody has taken yet",
                        line.waiting())
                .tag("kind", kind)
                .register(registry);
        Meters.seconds(
                        "event.lag",
                        "Age of the oldest event that waits or is under way; 0 if there is none",
                        line.lag())
                .tag("kind", kind)
                .register(registry);
    }
}
