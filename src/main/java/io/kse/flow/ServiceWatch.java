package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.kubernetes.Arrivals;
import io.kse.kubernetes.InformerServicesComponent;
import io.kse.kubernetes.LiveServices;
import io.kse.kubernetes.WatchDoubt;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.LeadershipState;
import io.kse.service.IngressLookup;
import io.kse.service.ServiceReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Everything that tells of Services, joined: their watch, their lists, and the ingress Services
 * that others are behind. Connects nothing before the routes do.
 */
final class ServiceWatch {
    /** Many pages of a busy API server; in between, comparisons go by the cache. */
    private static final Duration LONGEST_LIST = Duration.ofSeconds(60);

    private final KubernetesClient kubernetes;
    private final List<String> namespaces;
    private final Bell bell;
    private final Arrivals arrivals = new Arrivals();
    private final InformerServicesComponent component;
    private final WatchedServices watched;
    private final IngressLookup ingress;
    private final WatchDoubt doubt;
    private final ExecutorService listing =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "list"));

    /** {@code namespaces}: which ones to watch; empty means all. */
    ServiceWatch(KubernetesClient kubernetes, List<String> namespaces, Bell bell) {
        this.kubernetes = kubernetes;
        this.namespaces = namespaces;
        this.bell = bell;
        this.component = new InformerServicesComponent(namespaces, arrivals);
        this.watched = new WatchedServices(component, kubernetes);
        this.ingress = new IngressLookup(watched, bell::later, watched::keepOnly);
        this.doubt = new WatchDoubt(arrivals, watched::restartWatch);
        component.onGap(() -> bell.ring(Trigger.WATCH_GAP));
        watched.onOtherChange(this::planDependentsAgain);
    }

    private void planDependentsAgain(Service changed) {
        ingress.dependents(changed).stream().map(ServiceReader::name).forEach(component::again);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** For the scheme {@code kubernetes-services}. */
    InformerServicesComponent component() {
        return component;
    }

    WatchedServices watched() {
        return watched;
    }

    IngressLookup ingress() {
        return ingress;
    }

    WatchDoubt doubt() {
        return doubt;
    }

    ServiceLists lists(Supplier<LeadershipState> leadership, FirstList first) {
        LiveServices live = new LiveServices(kubernetes, namespaces, watched::asWatched);
        return new ServiceLists(
                () -> live.list(LONGEST_LIST),
                watched,
                arrivals,
                doubt,
                leadership,
                first,
                bell,
                listing);
    }

    /** The watch of the routes ends with them; this ends what does not. */
    void stop() {
        listing.shutdownNow();
        watched.stop();
    }
}
