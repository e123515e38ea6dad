package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;

/**
 * What is known of one Service that is there, for those who show it.
 *
 * @param now what its latest event or list came to
 * @param wants what it wants published; while it is refused that is what it wanted before, and
 *     empty if that was before our start
 * @param taken those of its keys that an older Service has, with that Service
 */
public record KnownService(
        ServiceDocuments now, List<KvEntry> wants, Map<KvKey, ServiceName> taken) {
    public KnownService {
        wants = List.copyOf(wants);
        taken = Map.copyOf(taken);
    }

    public ServiceState state() {
        return ServiceState.of(now, taken.keySet());
    }

    public ServiceName name() {
        return now.service();
    }
}
