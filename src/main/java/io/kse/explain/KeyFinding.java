package io.kse.explain;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Optional;

/**
 * What Consul holds under one key of a Service, and what becomes of it.
 *
 * @param says why it differs, or stays, in the planner's words
 * @param owner who has the key if another Service has it; else empty
 * @param wanted the document that the Service wants there, as JSON; empty if none
 * @param stored what Consul holds, as text; empty if nothing, or if it is not known
 * @param lastWritten when this replica last changed the key; empty if not since its start, or if
 *     the key is another Service's
 */
public record KeyFinding(
        KvKey key,
        KeyState state,
        String says,
        Optional<ServiceName> owner,
        Optional<String> wanted,
        Optional<String> stored,
        Optional<Past> lastWritten) {

    /** True if Consul holds something there that is this Service's. */
    boolean isPublished() {
        return stored.isPresent() && state != KeyState.TAKEN;
    }
}
