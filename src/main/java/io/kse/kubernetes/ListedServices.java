package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import io.kse.service.ServiceReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a Service in a complete list, and asks the API server only for those of other namespaces.
 * Whoever relies on what was found asks {@link #requireAnswers()} afterwards. Not for several
 * threads.
 */
public final class ListedServices implements ServiceLookup {
    private final Map<ServiceName, Service> listed = new HashMap<>();
    private final List<String> namespaces;
    private final AskedServices others;
    private KubernetesUnavailable failure;

    /**
     * @param listed all Services of {@code namespaces}
     * @param namespaces empty means all
     */
    public ListedServices(
            Collection<Service> listed, List<String> namespaces, KubernetesClient client) {
        listed.forEach(service -> this.listed.put(ServiceReader.name(service), service));
        this.namespaces = List.copyOf(namespaces);
        this.others = new AskedServices(client);
    }

    /** {@inheritDoc} Empty as well from the first time on that the API server does not answer. */
    @Override
    public Optional<Service> find(ServiceName name) {
        return namespaces.isEmpty() || namespaces.contains(name.namespace())
                ? Optional.ofNullable(listed.get(name))
                : ask(name);
    }

    @Override
    public String whyNone(ServiceName name) {
        return others.whyNone(name);
    }

    private Optional<Service> ask(ServiceName name) {
        if (failure != null) {
            return Optional.empty();
        }
        try {
            return others.find(name);
        } catch (KubernetesUnavailable e) {
            failure = e;
            return Optional.empty();
        }
    }

    /**
     * Returns if "not found" has always meant that there is none, or none that we may see.
     *
     * @throws KubernetesUnavailable if the API server had to be asked and did not answer
     */
    public void requireAnswers() {
        if (failure != null) {
            throw failure;
        }
    }
}
