package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.kubernetes.Arrivals;
import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.kubernetes.Listing;
import io.kse.kubernetes.Overtaken;
import io.kse.kubernetes.WatchDoubt;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.LeadershipState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Services to compare with Consul: from the API server if it answers in time, else from the
 * cache, so that documents come back though the API server is away. A list that takes longer goes
 * on, and is there for a later comparison. A standby asks nobody. Never takes Services for gone
 * while those of some namespace are not known.
 */
public final class ServiceLists {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLists.class);
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final Supplier<List<Service>> live;
    private final WatchedServices watched;
    private final Arrivals arrivals;
    private final WatchDoubt doubt;
    private final Supplier<LeadershipState> leadership;
    private final FirstList first;
    private final Bell bell;
    private final Executor thread;
    private Pending pending;

    /** A list that was asked for after that arrival, and good for that time of leading only. */
    private record Pending(
            CompletableFuture<List<Service>> services, long arrival, LeadershipState term) {
        boolean isGoodFor(LeadershipState now) {
            return term.equals(now) && !services.isCompletedExceptionally();
        }
    }

    /**
     * @param live a complete list, or KubernetesUnavailable after some time
     * @param first told before each list
     * @param thread one for lists only, which may wait
     */
    public ServiceLists(
            Supplier<List<Service>> live,
            WatchedServices watched,
            Arrivals arrivals,
            WatchDoubt doubt,
            Supplier<LeadershipState> leadership,
            FirstList first,
            Bell bell,
            Executor thread) {
        this.live = live;
        this.watched = watched;
        this.arrivals = arrivals;
        this.doubt = doubt;
        this.leadership = leadership;
        this.first = first;
        this.bell = bell;
        this.thread = thread;
    }

    /**
     * Called by one comparison after the other.
     *
     * @throws KubernetesUnavailable if there is no live list, and the cache is not settled
     */
    public Listing list() throws InterruptedException {
        first.ask();
        long arrival = arrivals.latest();
        LeadershipState now = leadership.get();
        if (!(now instanceof LeadershipState.Leading)) {
            pending = null;
            return withoutLeading(now, arrival);
        }
        boolean isNew = pending == null || !pending.isGoodFor(now);
        Pending asked = isNew ? ask(arrival, now) : pending;
        try {
            List<Service> all = asked.services().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            pending = null;
            doubt.suspect(watched.differing(all), asked.arrival());
            return live(all, asked.arrival());
        } catch (TimeoutException e) {
            LOG.debug("the API server has not listed all Services yet, the cache it is");
            if (isNew) {
                asked.services().thenRun(() -> bell.ring(Trigger.LISTED));
            }
            bell.later();
        } catch (ExecutionException e) {
            LOG.debug("the API server gives no list, the cache it is", e);
            pending = null;
            watched.abandonList();
            tryLater();
        }
        return cached(false, arrival);
    }

    /**
     * Who merely campaigns may lead again as if nothing had happened: it forgets nothing that lists
     * have told more than the watch. Another leader goes by lists of its own.
     */
    private Listing withoutLeading(LeadershipState now, long arrival) {
        boolean othersLead = now instanceof LeadershipState.Standby;
        if (othersLead) {
            watched.forgetLists();
        } else {
            watched.abandonList();
        }
        return cached(othersLead, arrival);
    }

    /**
     * Until the watch has told as much, what it tells of those Services is passed over; if it never
     * does, since it has listed by itself meanwhile, the next comparison sees so.
     */
    private Listing live(List<Service> all, long arrival) {
        Overtaken.Ahead ahead = watched.endList(all, arrivals);
        if (!ahead.services().isEmpty()) {
            LOG.debug("the watch is behind the list: {}", ahead.services());
            bell.later();
        }
        return new Listing(all, true, true, arrival, ahead.services(), ahead.at());
    }

    /** A namespace that has never been listed rings by itself when it is. */
    private void tryLater() {
        if (watched.isComplete()) {
            bell.later();
        }
    }

    /** {@code tellsGone}: whether what is not there may be taken for gone, if all is known. */
    private Listing cached(boolean tellsGone, long arrival) {
        boolean complete = watched.isComplete();
        return new Listing(
                watched.known(), false, tellsGone && complete, arrival, Set.of(), arrival);
    }

    private Pending ask(long arrival, LeadershipState term) {
        watched.beginList();
        pending = new Pending(CompletableFuture.supplyAsync(live, thread), arrival, term);
        return pending;
    }
}
