package io.kse.explain;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.ServiceName;
import java.util.List;

/** Whether there is a Service of that name, as far as we may see. */
public sealed interface Presence {
    /** As it is now. */
    record Present(Service service) implements Presence {}

    /**
     * There is none.
     *
     * @param near names that it may have been meant by, the nearest first
     */
    record Absent(List<ServiceName> near) implements Presence {}

    /** KSE_NAMESPACE_LIST names {@code namespaces}, and not the one of the Service. */
    record Unwatched(List<String> namespaces) implements Presence {}

    /** It could not be found out. */
    record Unseen(String why) implements Presence {}
}
