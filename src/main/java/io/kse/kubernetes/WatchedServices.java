package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a Service among the watched ones, and asks the API server only for those of other
 * namespaces or before the watch is complete. Never takes an incomplete watch for "there is none".
 */
public final class WatchedServices implements ServiceLookup {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedServices.class);

    /** A name of any other form would end up elsewhere in the URL, and names nothing. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final InformerServicesComponent watched;
    private final KubernetesClient client;
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    public WatchedServices(InformerServicesComponent watched, KubernetesClient client) {
        this.watched = watched;
        this.client = client;
    }

    /**
     * {@inheritDoc}
     *
     * @throws KubernetesUnavailable if the API server had to be asked and did not answer
     */
    @Override
    public Optional<Service> find(ServiceName name) {
        return isWatched(name.namespace())
                ? watched.services()
                        .map(services -> services.find(name.namespace(), name.name()))
                        .orElseGet(() -> ask(name))
                : ask(name);
    }

    /**
     * Waits up to a second until all that is watched is known.
     *
     * @throws KubernetesUnavailable if it is not yet
     */
    public void awaitComplete() throws InterruptedException {
        if (!watched.awaitComplete(Duration.ofSeconds(1))) {
            throw incomplete();
        }
    }

    /** True from the moment when all that is watched is known, through any later outage. */
    public boolean isComplete() {
        return watched.services().isPresent();
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

    private boolean isWatched(String namespace) {
        return watched.namespaces().isEmpty() || watched.namespaces().contains(namespace);
    }

    private Optional<Service> ask(ServiceName name) {
        if (!LABEL.matcher(name.namespace()).matches() || !LABEL.matcher(name.name()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(get(name));
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                sayForbidden(name.namespace());
                return Optional.empty();
            }
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    private Service get(ServiceName name) {
        return client.services().inNamespace(name.namespace()).withName(name.name()).get();
    }

    private void sayForbidden(String namespace) {
        if (forbidden.add(namespace)) {
            LOG.warn(
                    "Missing right: get services in namespace {}. Services there count as missing.",
                    namespace);
        }
    }
}
