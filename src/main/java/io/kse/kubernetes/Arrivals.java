package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.kse.service.ServiceName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers the events of the cluster in the order in which they came in. A number never comes twice,
 * so that an event can be told to be older or younger than a list that began at {@link #latest()}.
 * Remembers the latest event of those objects that had one of late, however many there are.
 */
public final class Arrivals {
    private static final int REMEMBERED = 10_000;

    private final Map<String, Long> byObject = new LinkedHashMap<>();
    private long latest;
    private long forgotten;

    /** The number of the event that has just come in; the first one gets 1. */
    public synchronized long next() {
        return ++latest;
    }

    /** The same for an event of that object. */
    synchronized long next(HasMetadata object) {
        String name = Cache.metaNamespaceKeyFunc(object);
        byObject.remove(name);
        byObject.put(name, ++latest);
        if (byObject.size() > REMEMBERED) {
            forgetEldest();
        }
        return latest;
    }

    private void forgetEldest() {
        var eldest = byObject.entrySet().iterator();
        forgotten = eldest.next().getValue();
        eldest.remove();
    }

    /** The number of the youngest event; 0 if there was none yet. */
    public synchronized long latest() {
        return latest;
    }

    /** Whether the Service had an event after that one; true also if that is not known any more. */
    synchronized boolean hasComeSince(long arrival, ServiceName service) {
        return byObject.getOrDefault(service.toString(), forgotten) > arrival;
    }
}
