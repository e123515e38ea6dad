package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.ServiceName;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * All Services of the watched namespaces.
 *
 * @param services in no particular order
 * @param isLive true if the API server has listed them just now; otherwise they are what the watch
 *     has told, which is old if the API server is away
 * @param isComplete true if what is not there may be taken for gone
 * @param arrival of the last event before it was asked for
 * @param lagging those of which the watch is to tell what the list says, and has not yet
 */
public record Listing(
        List<Service> services,
        boolean isLive,
        boolean isComplete,
        long arrival,
        Set<ServiceName> lagging) {
    public Listing {
        services = Collections.unmodifiableList(services);
        lagging = Set.copyOf(lagging);
    }

    public int size() {
        return services.size();
    }
}
