package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds a Service among the watched ones, and asks the API server only for those of namespaces that
 * are not watched or not known yet, see {@link OtherServices}. Never takes an incomplete watch for
 * "there is none".
 */
public final class WatchedServices implements ServiceLookup {
    private final InformerServicesComponent watched;
    private final KubernetesClient client;
    private final OtherServices others;

    public WatchedServices(InformerServicesComponent watched, KubernetesClient client) {
        this.watched = watched;
        this.client = client;
        this.others = new OtherServices(client);
    }

    /**
     * {@inheritDoc}
     *
     * @throws KubernetesUnavailable if the API server had to be asked and did not answer
     */
    @Override
    public Optional<Service> find(ServiceName name) {
        return watched.informers()
                .filter(informers -> informers.knows(name.namespace()))
                .map(informers -> latest(name, informers))
                .orElseGet(() -> others.find(name));
    }

    /** The same without ever asking: empty as well if the watch does not know. */
    public Optional<Service> findKnown(ServiceName name) {
        return watched.informers().flatMap(informers -> latest(name, informers));
    }

    private Optional<Service> latest(ServiceName name, Informers<Service> informers) {
        return watched.overtaken()
                .latest(name, () -> informers.find(name.namespace(), name.name()));
    }

    /** A live list is about to be asked for. */
    public void beginList() {
        if (isComplete()) {
            Predicate<String> relisted =
                    watched.informers().map(Informers::answered).orElse(namespace -> false);
            watched.overtaken().begin(this::all, name -> relisted.test(name.namespace()));
        } else {
            watched.overtaken().abandon();
        }
    }

    /** As {@link Overtaken#end}. */
    public Overtaken.Ahead endList(List<Service> live, Arrivals arrivals) {
        return watched.overtaken().end(live, arrivals::next, this::isRelisting);
    }

    private boolean isRelisting(ServiceName name) {
        return watched.informers().filter(all -> all.isListing(name.namespace())).isPresent();
    }

    /** The live list that was asked for will not come. */
    public void abandonList() {
        watched.overtaken().abandon();
    }

    /** Nobody goes by live lists any more. */
    public void forgetLists() {
        watched.overtaken().forget();
    }

    /**
     * {@code listed} as the watch holds it, if the two are equal in all that is kept of them:
     * thousands need not be there twice. The version alone does not tell: after a restored backup
     * of etcd the same one may come again.
     */
    public Service asWatched(Service listed) {
        return findKnown(InformerServicesComponent.name(listed))
                .filter(listed::equals)
                .orElse(listed);
    }

    @Override
    public String whyNone(ServiceName name) {
        return isKnown(name.namespace()) ? ServiceLookup.super.whyNone(name) : others.whyNone(name);
    }

    /**
     * What to do when a Service outside the watched namespaces that somebody has looked up may be
     * another now, or is there or gone. It gets the Service, with no more than a name if it is
     * gone; on any thread, which it must not keep long.
     */
    public void onOtherChange(Consumer<Service> listener) {
        others.onChange(listener);
    }

    /** Forgets the Services outside the watched namespaces that nobody looks up any more. */
    public void keepOnly(Set<ServiceName> lookedUp) {
        others.keepOnly(
                lookedUp.stream()
                        .filter(name -> !isKnown(name.namespace()))
                        .collect(Collectors.toSet()));
    }

    /** True if all Services of that namespace are known: it is watched and has been listed. */
    public boolean isKnown(String namespace) {
        return watched.informers().filter(all -> all.knows(namespace)).isPresent();
    }

    /** As {@link InformerServicesComponent#restartWatch}, and for all other Services as well. */
    public void restartWatch() {
        watched.restartWatch();
        others.restartWatch();
    }

    /** Ends what the route does not: the watches of Services outside the watched namespaces. */
    public void stop() {
        others.stop();
    }

    /** True from the moment when all that is watched is known, through any later outage. */
    public boolean isComplete() {
        return watched.services().isPresent();
    }

    /** False while the API server is away, and for the moment in which a watch is renewed. */
    public boolean isWatching() {
        return watched.informers().filter(Informers::isWatching).isPresent();
    }

    /**
     * True from the moment when there is something to go by: each watched namespace is known or has
     * been tried in vain at least once, and at least one is known.
     */
    public boolean isSettled() {
        return settled().isPresent();
    }

    private Optional<Informers<Service>> settled() {
        return watched.informers().filter(Informers::isSettled);
    }

    /**
     * The Services of those watched namespaces that are known, as they are now.
     *
     * @throws KubernetesUnavailable before {@link #isSettled()}
     */
    public List<Service> known() {
        return settled().orElseThrow(this::incomplete).list().toList();
    }

    /**
     * All watched Services as they are known now.
     *
     * @throws KubernetesUnavailable if they are not all known yet
     */
    public List<Service> all() {
        return watched.services().orElseThrow(this::incomplete).list().toList();
    }

    /**
     * The Services of which the watch does not know what a live list says: changed, there, or gone.
     * Not all of them were missed: an event may be on its way. Empty if the watch is incomplete.
     *
     * @param live complete
     */
    public Set<ServiceName> differing(Collection<Service> live) {
        if (!isComplete()) {
            return Set.of();
        }
        Map<ServiceName, String> known = versions(all());
        Map<ServiceName, String> there = versions(live);
        Set<ServiceName> differing = new HashSet<>(known.keySet());
        differing.addAll(there.keySet());
        differing.removeIf(name -> Objects.equals(known.get(name), there.get(name)));
        return differing;
    }

    /** Versions are compared for being the same, which does not depend on their order. */
    private static Map<ServiceName, String> versions(Collection<Service> services) {
        return services.stream()
                .collect(
                        Collectors.toMap(
                                InformerServicesComponent::name,
                                service -> service.getMetadata().getResourceVersion(),
                                (one, same) -> same));
    }

    private KubernetesUnavailable incomplete() {
        return new KubernetesUnavailable(client.getMasterUrl(), "the watch is not complete yet");
    }
}
