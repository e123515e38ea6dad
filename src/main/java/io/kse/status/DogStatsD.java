package io.kse.status;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What goes to a DogStatsD agent. Its meters are nobody else's, so that they may carry the names of
 * Services and Nodes; those of what is gone are removed. Never blocks, and says nothing if there is
 * no agent.
 */
public final class DogStatsD implements AutoCloseable {
    /** As often as Datadog's agent sends on; also how often gauges are sent. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private static final String PREFIX = "kube-service-exporter.";

    private final Datagrams datagrams;
    private final StatsdMeterRegistry registry;
    private final Map<String, MultiGauge> many = new ConcurrentHashMap<>();
    private final Map<String, Set<Meter>> byOwner = new ConcurrentHashMap<>();

    /**
     * Sends from now on.
     *
     * @param tags of every line
     */
    public static DogStatsD to(String host, int port, List<String> tags) {
        return new DogStatsD(new Datagrams(host, port), tags, PERIOD);
    }

    DogStatsD(Datagrams datagrams, List<String> tags, Duration period) {
        this.datagrams = datagrams;
        List<String> always = List.copyOf(tags);
        this.registry =
                StatsdMeterRegistry.builder(config(period))
                        .clock(Clock.SYSTEM)
                        .lineBuilder((id, distribution) -> new OriginalLine(id, always))
                        .lineSink(datagrams)
                        .build();
        datagrams.start();
    }

    private static StatsdConfig config(Duration period) {
        return new StatsdConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public StatsdFlavor flavor() {
                return StatsdFlavor.DATADOG;
            }

            @Override
            public Duration pollingFrequency() {
                return period;
            }
        };
    }

    void count(String name, Tags tags, long amount) {
        registry.counter(PREFIX + name, tags).increment(amount);
    }

    /**
     * What has been added since is sent every few seconds.
     *
     * @param total since the start
     */
    void counter(String name, Tags tags, LongSupplier total) {
        FunctionCounter.builder(PREFIX + name, this, any -> total.getAsLong())
                .tags(tags)
                .register(registry);
    }

    void time(String name, Tags tags, Duration time) {
        registry.timer(PREFIX + name, tags).record(time);
    }

    /** The same as {@link #count}, until {@code owner} is forgotten. */
    void countOf(String owner, String name, Tags tags) {
        Meter counter = registry.counter(PREFIX + name, tags);
        remember(owner, counter);
        count(name, tags, 1);
    }

    /** The same as {@link #time}, until {@code owner} is forgotten. */
    void timeOf(String owner, String name, Tags tags, Duration time) {
        Meter timer = registry.timer(PREFIX + name, tags);
        remember(owner, timer);
        time(name, tags, time);
    }

    private void remember(String owner, Meter meter) {
        byOwner.computeIfAbsent(owner, o -> ConcurrentHashMap.newKeySet()).add(meter);
    }

    /** It is gone: whatever was only about it is removed. */
    void forget(String owner) {
        Set<Meter> meters = byOwner.remove(owner);
        if (meters != null) {
            meters.forEach(registry::remove);
        }
    }

    void forgetAll() {
        new HashSet<>(byOwner.keySet()).forEach(this::forget);
    }

    /** How many owners have meters of their own. */
    int owners() {
        return byOwner.size();
    }

    /**
     * Sent every few seconds from now on.
     *
     * @param value NaN is not sent
     */
    void gauge(String name, Tags tags, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).tags(tags).register(registry);
    }

    /** A gauge of 1 for each of these, in place of those before. */
    void ones(String name, Collection<Tags> each) {
        many.computeIfAbsent(name, n -> MultiGauge.builder(PREFIX + n).register(registry))
                .register(each.stream().map(tags -> Row.of(tags, 1)).toList(), true);
    }

    /** Sends what is to be sent, if that is possible at once. */
    @Override
    public void close() {
        registry.close();
        datagrams.close();
    }
}
