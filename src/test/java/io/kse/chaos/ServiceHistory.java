package io.kse.chaos;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.DocumentSteps;
import io.kse.document.KeySpace;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one Service has been, and what its documents were to be meanwhile. */
final class ServiceHistory {
    private final KeySpace keys;
    private final Versions<Optional<Service>> versions;
    private final Versions<Optional<Service>> gates;
    private final boolean isBehindGate;

    /**
     * @param gates of the ingress Service, which matters to those behind it
     */
    ServiceHistory(
            KeySpace keys,
            Versions<Optional<Service>> versions,
            Versions<Optional<Service>> gates,
            boolean isBehindGate) {
        this.keys = keys;
        this.versions = versions;
        this.gates = gates;
        this.isBehindGate = isBehindGate;
    }

    /**
     * What the Service and its gate had become at most by then.
     *
     * @param own of the versions of the Service
     * @param gate of the versions of the ingress Service
     */
    record Point(int own, int gate) {
        static final Point FIRST = new Point(0, 0);
    }

    /** The last one at that tick. */
    Point at(long tick) {
        return new Point(versions.at(tick), isBehindGate ? gates.at(tick) : 0);
    }

    Point now() {
        return at(Long.MAX_VALUE);
    }

    /**
     * The earliest point between two at which a document at that key was right.
     *
     * @param json empty: none
     */
    Optional<Point> find(KvKey key, Optional<String> json, Point from, Point to) {
        for (int own = from.own; own <= to.own; own++) {
            for (int gate = from.gate; gate <= to.gate; gate++) {
                Point point = new Point(own, gate);
                Optional<Map<KvKey, String>> wanted = wanted(point);
                if (wanted.isPresent() && json.equals(Optional.ofNullable(wanted.get().get(key)))) {
                    return Optional.of(point);
                }
            }
        }
        return Optional.empty();
    }

    /** What Consul is to hold of it; empty if whatever it holds is to stay. */
    Optional<Map<KvKey, String>> wanted(Point point) {
        Optional<Service> service = versions.get(point.own);
        if (service.isEmpty()) {
            return Optional.of(Map.of());
        }
        Service[] others = gates.get(point.gate).stream().toArray(Service[]::new);
        ServiceDocuments documents = DocumentSteps.documents(keys, service.get(), others);
        if (documents instanceof Desired desired) {
            return Optional.of(
                    desired.entries().stream()
                            .collect(Collectors.toMap(KvEntry::key, KvEntry::json)));
        }
        return documents instanceof NotExported ? Optional.of(Map.of()) : Optional.empty();
    }
}
