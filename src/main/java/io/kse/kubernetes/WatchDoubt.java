package io.kse.kubernetes;

import io.kse.service.ServiceName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the watch is silent, by what a live list shows and no event tells, and has it
 * restarted. Gives every event a grace, so that a watch that is merely later than a list stays.
 */
public final class WatchDoubt {
    private static final Logger LOG = LoggerFactory.getLogger(WatchDoubt.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Arrivals arrivals;
    private final Runnable restartWatch;
    private final LongSupplier nanos;
    private final Map<ServiceName, Suspicion> suspicions = new HashMap<>();
    private long restarts;

    private record Suspicion(long arrival, long since) {}

    public WatchDoubt(Arrivals arrivals, Runnable restartWatch) {
        this(arrivals, restartWatch, System::nanoTime);
    }

    /** {@code nanos}: the time, as {@link System#nanoTime()} tells it. */
    WatchDoubt(Arrivals arrivals, Runnable restartWatch, LongSupplier nanos) {
        this.arrivals = arrivals;
        this.restartWatch = restartWatch;
        this.nanos = nanos;
    }

    /**
     * An event is due for these Services, since a live list shows what the watch has not reported.
     *
     * @param services as {@link WatchedServices#differing} finds them
     * @param arrival {@link Arrivals#latest()} before the list began
     */
    public synchronized void suspect(Set<ServiceName> services, long arrival) {
        Suspicion suspicion = new Suspicion(arrival, nanos.getAsLong());
        services.forEach(service -> suspicions.putIfAbsent(service, suspicion));
    }

    /** Restarts the watch if an event is overdue; to be called about every second. */
    public void check() {
        Set<ServiceName> overdue = overdue();
        if (!overdue.isEmpty()) {
            LOG.warn(
                    "The watch of Services is silent and is started anew: a list shows changes that"
                            + " it has not reported in {} s, of {}",
                    GRACE.toSeconds(),
                    someOf(overdue));
            restartWatch.run();
        }
    }

    /** All suspicions end with a restart: it lists everything. */
    private synchronized Set<ServiceName> overdue() {
        long now = nanos.getAsLong();
        suspicions.entrySet().removeIf(s -> hasCome(s.getKey(), s.getValue()));
        Set<ServiceName> overdue = new TreeSet<>();
        suspicions.forEach(
                (service, suspicion) -> {
                    if (now - suspicion.since() >= GRACE.toNanos()) {
                        overdue.add(service);
                    }
                });
        if (!overdue.isEmpty()) {
            suspicions.clear();
            restarts++;
        }
        return overdue;
    }

    private boolean hasCome(ServiceName service, Suspicion suspicion) {
        return arrivals.hasComeSince(suspicion.arrival(), service);
    }

    private static String someOf(Set<ServiceName> services) {
        String first = services.iterator().next().toString();
        return services.size() == 1 ? first : first + " and " + (services.size() - 1) + " more";
    }

    /** How often the watch was restarted since the start. */
    public synchronized long restarts() {
        return restarts;
    }
}
