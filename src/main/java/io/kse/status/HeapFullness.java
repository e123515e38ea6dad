package io.kse.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How full the heap is of what is in use, by what a full collection has left: garbage does not
 * count. Warns once from 80 % on, since a full heap ends the program, and says when that is over.
 *
 * <p>Micrometer's {@code JvmHeapPressureMetrics} has a gauge of the kind and no line in the log.
 */
public final class HeapFullness implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(HeapFullness.class);

    private static final double ALARMING = 0.8;

    /** Lower, so that a heap at the edge does not warn with every collection. */
    private static final double OVER = 0.7;

    private static final int MEBIBYTE = 1 << 20;

    private final Supplier<MemoryUsage> afterCollection;
    private final NotificationListener listener = this::collected;
    private boolean alarming;

    /** Of the part of the heap where objects get old; young ones move there when they stay. */
    public HeapFullness() {
        this(oldObjects()::getCollectionUsage);
    }

    HeapFullness(Supplier<MemoryUsage> afterCollection) {
        this.afterCollection = afterCollection;
    }

    /** The part that may grow largest. */
    private static MemoryPoolMXBean oldObjects() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
                .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
                .orElseThrow(() -> new IllegalStateException("no part of the heap has a maximum"));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.ratio(
                        "heap.fullness.ratio",
                        "Part of the heap for old objects that was in use after the last full"
                                + " collection, 0 to 1; 0 before the first one",
                        () -> fullness(afterCollection.get()))
                .register(registry);
    }

    public void start() {
        emitters().forEach(emitter -> emitter.addNotificationListener(listener, null, null));
    }

    /** May be called twice, or without a start. */
    public void stop() {
        emitters().forEach(this::leave);
    }

    private void leave(NotificationEmitter emitter) {
        try {
            emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
            LOG.debug("was not listening", e);
        }
    }

    private static List<NotificationEmitter> emitters() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        return collectors.stream()
                .filter(NotificationEmitter.class::isInstance)
                .map(NotificationEmitter.class::cast)
                .toList();
    }

    private void collected(Notification collection, Object nothing) {
        look();
    }

    /** After each collection, also after those that change nothing here. */
    synchronized void look() {
        MemoryUsage usage = afterCollection.get();
        double fullness = fullness(usage);
        if (!alarming && fullness >= ALARMING) {
            alarming = true;
            LOG.warn(
                    "the heap is {} % full after a collection: {} of {} MiB; full, it ends the program:"
                            + " give the container, or -Xmx, more memory",
                    Math.round(100 * fullness),
                    usage.getUsed() / MEBIBYTE,
                    usage.getMax() / MEBIBYTE);
        } else if (alarming && fullness < OVER) {
            alarming = false;
            LOG.info("the heap has room again: {} % full", Math.round(100 * fullness));
        }
    }

    /** 0 where nothing was collected yet, or no limit is known. */
    private static double fullness(MemoryUsage usage) {
        return usage.getMax() > 0 ? (double) usage.getUsed() / usage.getMax() : 0;
    }
}
