package io.kse.flow;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What the original showed through Go's {@code expvar}: the command line, memory under the names of
 * Go's {@code runtime.MemStats} where Java has the like, and our own meters. Shows no argument and
 * no setting, of which some are secret.
 */
public final class DebugVars {
    private static final String OURS = "kube_service_exporter";
    private static final long NANOS_IN_MILLI = 1_000_000;

    private final Supplier<MeterRegistry> meters;

    /** {@code meters}: null as long as there is none. */
    DebugVars(Supplier<MeterRegistry> meters) {
        this.meters = meters;
    }

    /** To become JSON. */
    public Map<String, Object> vars() {
        Map<String, Object> vars = new TreeMap<>();
        vars.put("cmdline", List.of("kube-service-exporter"));
        vars.put("memstats", memory());
        vars.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        vars.put("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        vars.put(OURS, counters());
        return vars;
    }

    private static Map<String, Long> memory() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        Map<String, Long> numbers = new TreeMap<>();
        numbers.put("Alloc", heap.getUsed());
        numbers.put("HeapAlloc", heap.getUsed());
        numbers.put("HeapSys", heap.getCommitted());
        numbers.put("HeapMax", heap.getMax());
        numbers.put("Sys", heap.getCommitted() + memory.getNonHeapMemoryUsage().getCommitted());
        numbers.put("NumGC", collected(GarbageCollectorMXBean::getCollectionCount));
        numbers.put(
                "PauseTotalNs",
                NANOS_IN_MILLI * collected(GarbageCollectorMXBean::getCollectionTime));
        return numbers;
    }

    private static long collected(ToLongFunction<GarbageCollectorMXBean> what) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(what).sum();
    }

    private Map<String, Double> counters() {
        Map<String, Double> counters = new TreeMap<>();
        MeterRegistry registry = meters.get();
        if (registry != null) {
            registry.getMeters().stream()
                    .filter(meter -> meter.getId().getName().startsWith(OURS))
                    .forEach(meter -> add(meter, counters));
        }
        return counters;
    }

    private static void add(Meter meter, Map<String, Double> counters) {
        for (Measurement measurement : meter.measure()) {
            // JSON has no name for the others.
            if (Double.isFinite(measurement.getValue())) {
                counters.put(name(meter.getId(), measurement), measurement.getValue());
            }
        }
    }

    /** As {@code nodes{state=included} value}. */
    private static String name(Meter.Id id, Measurement measurement) {
        String tags =
                id.getTags().stream()
                        .map((Tag tag) -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
        String name = id.getName().substring(OURS.length() + 1);
        return name + tags + " " + measurement.getStatistic().getTagValueRepresentation();
    }
}
