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
 * @param overtaken those of which it tells what the watch has not told yet; events of them that
 *     came in before {@code overtakenAt} are older
 * @param overtakenAt an arrival number of its own
 */
public record Listing(
        List<Service> services,
        boolean isLive,
        boolean isComplete,
        long arrival,
        Set<ServiceName> overtaken,
        long overtakenAt) {
    public Listing {
        services = Collections.unmodifiableList(services);
        overtaken = Set.copyOf(overtaken);
    }

    public int size() {
        return services.size();
    }
}
