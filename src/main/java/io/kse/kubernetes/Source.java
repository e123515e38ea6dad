package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.function.Consumer;

/**
 * What one informer lists and watches.
 *
 * @param namespace empty if it is no single one
 * @param objects as a client of fabric8 makes it
 * @param pageSize objects in one answer to a list at most
 * @param trim takes out of an object what is large and nobody reads, before it is kept
 */
record Source<T extends HasMetadata>(
        String namespace, Informable<T> objects, long pageSize, Consumer<? super T> trim) {
    /** Whether its objects are those of that namespace, too. */
    boolean covers(String some) {
        return namespace.isEmpty() || namespace.equals(some);
    }
}
