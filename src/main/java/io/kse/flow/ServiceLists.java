package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.kubernetes.Arrivals;
import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.kubernetes.Listing;
import io.kse.kubernetes.WatchDoubt;
import io.kse.kubernetes.WatchedServices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Services to compare with Consul: from the API server if it answers in time, else from the
 * complete cache, so that documents come back though the API server is away. A list that takes
 * longer goes on, and is there for a later comparison. A standby asks nobody.
 */
public final class ServiceLists {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLists.class);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final Supplier<List<Service>> live;
    private final WatchedServices watched;
    private final Arrivals arrivals;
    private final WatchDoubt doubt;
    private final BooleanSupplier leading;
    private final Bell bell;
    private final Executor thread;
    private Pending pending;

    /** A list that was asked for after that arrival. */
    private record Pending(CompletableFuture<List<Service>> services, long arrival) {}

    /**
     * @param live a complete list, or KubernetesUnavailable after some time
     * @param thread one for lists only, which may wait
     */
    public ServiceLists(
            Supplier<List<Service>> live,
            WatchedServices watched,
            Arrivals arrivals,
            WatchDoubt doubt,
            BooleanSupplier leading,
            Bell bell,
            Executor thread) {
        this.live = live;
        this.watched = watched;
        this.arrivals = arrivals;
        this.doubt = doubt;
        this.leading = leading;
        this.bell = bell;
        this.thread = thread;
    }

    /**
     * Called by one comparison after the other.
     *
     * @throws KubernetesUnavailable if there is no live list, and the cache is incomplete
     */
    public Listing list() throws InterruptedException {
        long arrival = arrivals.latest();
        if (!leading.getAsBoolean()) {
            return new Listing(watched.all(), false, true, arrival);
        }
        Pending asked = asked(arrival);
        try {
            List<Service> all = asked.services().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            pending = null;
            doubt.suspect(watched.differing(all), asked.arrival());
            return new Listing(all, true, true, asked.arrival());
        } catch (TimeoutException e) {
            LOG.debug("the API server has not listed all Services yet, the cache it is");
            asked.services().thenRun(() -> bell.ring(Trigger.LISTED));
            bell.later();
        } catch (ExecutionException e) {
            LOG.debug("the API server gives no list, the cache it is", e);
            pending = null;
            bell.later();
        }
        return new Listing(watched.all(), false, false, arrival);
    }

    private Pending asked(long arrival) {
        if (pending == null) {
            pending = new Pending(CompletableFuture.supplyAsync(live, thread), arrival);
        }
        return pending;
    }
}
