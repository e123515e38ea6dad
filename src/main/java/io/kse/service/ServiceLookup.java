package io.kse.service;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;

/** Finds a Service by name, wherever Services come from: a cluster, or manifests. */
@FunctionalInterface
public interface ServiceLookup {
    /** Empty if there is none, or none that we may see. */
    Optional<Service> find(ServiceName name);

    /** Why it was not found, as the end of a sentence that begins with the Service. */
    default String whyNone(ServiceName name) {
        return "does not exist";
    }
}
