package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Collections;
import java.util.List;

/**
 * All Services of the watched namespaces.
 *
 * @param services in no particular order
 * @param isLive true if the API server has listed them just now; otherwise they are what the watch
 *     has told, which is old if the API server is away
 * @param isComplete true if what is not there may be taken for gone
 * @param arrival of the last event before it was asked for
 */
public record Listing(List<Service> services, boolean isLive, boolean isComplete, long arrival) {
    public Listing {
        services = Collections.unmodifiableList(services);
    }

    public int size() {
        return services.size();
    }
}
