package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds Services outside the watched namespaces: asks the API server for each, and from the first
 * answer on watches exactly that one, so that somebody hears of its changes and nobody asks again.
 * Without the right to watch it goes on asking; without the right to ask it does not watch.
 */
final class OtherServices implements ServiceLookup {
    private static final Logger LOG = LoggerFactory.getLogger(OtherServices.class);

    /** Each one is a request that stays open. */
    private static final int MOST = 100;

    private final KubernetesClient client;
    private final AskedServices asked;
    private final Map<ServiceName, OtherService> watched = new HashMap<>();
    private volatile Consumer<Service> onChange = service -> {};
    private boolean saidMost;
    private boolean stopped;

    OtherServices(KubernetesClient client) {
        this.client = client;
        this.asked = new AskedServices(client);
    }

    /** See {@link WatchedServices#onOtherChange}. */
    void onChange(Consumer<Service> listener) {
        onChange = listener;
    }

    /**
     * {@inheritDoc}
     *
     * @throws KubernetesUnavailable as {@link AskedServices#find}
     */
    @Override
    public Optional<Service> find(ServiceName name) {
        Optional<OtherService> other = watched(name).filter(OtherService::isComplete);
        return other.map(OtherService::current).orElseGet(() -> ask(name));
    }

    @Override
    public String whyNone(ServiceName name) {
        return asked.whyNone(name);
    }

    private Optional<Service> ask(ServiceName name) {
        Optional<Service> found = asked.find(name);
        if (AskedServices.mayExist(name) && !asked.isForbidden(name)) {
            watch(name).ifPresent(other -> other.answered(found));
        }
        return found;
    }

    private synchronized Optional<OtherService> watched(ServiceName name) {
        return Optional.ofNullable(watched.get(name));
    }

    private synchronized Optional<OtherService> watch(ServiceName name) {
        boolean isRoom = watched.containsKey(name) || watched.size() < MOST;
        if (stopped || !isRoom) {
            sayMost(isRoom);
            return Optional.empty();
        }
        return Optional.of(watched.computeIfAbsent(name, this::other));
    }

    private OtherService other(ServiceName name) {
        return new OtherService(client, name, service -> onChange.accept(service));
    }

    private void sayMost(boolean isRoom) {
        if (!isRoom && !saidMost) {
            saidMost = true;
            LOG.warn(
                    "More than {} ingress Services outside KSE_NAMESPACE_LIST: the others are"
                            + " looked up now and then, in place of being watched.",
                    MOST);
        }
    }

    /**
     * Ends the watches of all others. Those of {@code names} that were refused are tried again with
     * the next answer.
     */
    synchronized void keepOnly(Set<ServiceName> names) {
        asked.keepOnly(names);
        List.copyOf(watched.keySet()).stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> watched.remove(name).stop());
        watched.values().forEach(OtherService::endIfRefused);
        saidMost &= watched.size() >= MOST;
    }

    synchronized void restartWatch() {
        watched.values().forEach(OtherService::restart);
    }

    /** True if the answer about it comes from a watch. */
    boolean isWatching(ServiceName name) {
        return watched(name).filter(OtherService::isComplete).isPresent();
    }

    /** How many are watched, or are to be. */
    synchronized int size() {
        return watched.size();
    }

    /** From now on nothing is watched. May be called twice. */
    synchronized void stop() {
        stopped = true;
        watched.values().forEach(OtherService::stop);
        watched.clear();
    }
}
