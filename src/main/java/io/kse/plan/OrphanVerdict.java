package io.kse.plan;

import io.kse.service.ServiceName;
import java.util.Optional;

/** What becomes of a key of ours that no Service wants. */
public sealed interface OrphanVerdict {
    /**
     * It is to go.
     *
     * @param owner the Service that made it, if that is proven and the Service is still known
     */
    record Orphan(Optional<ServiceName> owner) implements OrphanVerdict {}

    /** It stays: {@code refused}, whose documents must not change, may have made it. */
    record Protected(ServiceName refused) implements OrphanVerdict {}

    /** It stays, and is counted: somebody has written it by hand. */
    record Foreign(String why) implements OrphanVerdict {}
}
