package io.kse.flow;

import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.kubernetes.Listing;
import io.kse.kubernetes.LiveServices;
import io.kse.kubernetes.WatchDoubt;
import io.kse.kubernetes.WatchedServices;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Services to compare with Consul: from the API server if it answers in time, else from the
 * complete cache, so that documents come back though the API server is away. A standby asks nobody.
 */
public final class ServiceLists {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLists.class);
    private static final Duration FIRST_PATIENCE = Duration.ofMillis(1500);
    private static final int LONGEST = 32;

    private final LiveServices live;
    private final WatchedServices watched;
    private final WatchDoubt doubt;
    private final BooleanSupplier leading;
    private final Consumer<Trigger> bell;

    /** Doubles while the API server does not give a list in time. */
    private int patience = 1;

    public ServiceLists(
            LiveServices live,
            WatchedServices watched,
            WatchDoubt doubt,
            BooleanSupplier leading,
            Consumer<Trigger> bell) {
        this.live = live;
        this.watched = watched;
        this.doubt = doubt;
        this.leading = leading;
        this.bell = bell;
    }

    /**
     * Called by one comparison after the other.
     *
     * @throws KubernetesUnavailable if the API server gives no list and the cache is incomplete
     */
    public Listing list(Set<Trigger> triggers) throws InterruptedException {
        if (!leading.getAsBoolean()) {
            return new Listing(watched.all(), false, true);
        }
        if (!triggers.contains(Trigger.LIST_DUE)) {
            patience = 1;
        }
        try {
            return new Listing(live.list(FIRST_PATIENCE.multipliedBy(patience)), true, true);
        } catch (KubernetesUnavailable e) {
            LOG.debug("no live list, the cache it is", e);
            patience = Math.min(2 * patience, LONGEST);
            bell.accept(Trigger.LIST_DUE);
            return new Listing(watched.all(), false, false);
        }
    }

    /** An event is due for whatever a live list shows and the watch does not know. */
    public void doubt(Listing listing, long arrival) {
        if (listing.isLive()) {
            doubt.suspect(watched.differing(listing.services()), arrival);
        }
    }
}
