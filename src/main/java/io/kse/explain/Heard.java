package io.kse.explain;

import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last events of Services, and what they came to. Never holds more than the last {@value #EACH}
 * of a Service, of the {@value #SERVICES} Services that were heard of last. Safe for several
 * threads.
 */
public final class Heard {
    private static final int EACH = 5;
    private static final int SERVICES = 2000;

    private final Clock clock;
    private final Map<ServiceName, Deque<Past>> events = new LinkedHashMap<>();

    public Heard(Clock clock) {
        this.clock = clock;
    }

    /**
     * An event has brought a Service.
     *
     * @param action what the watch says has happened to it
     * @param documents what it comes to
     */
    public void note(Object action, ServiceDocuments documents) {
        remember(String.valueOf(action), documents);
    }

    /**
     * The ingress Service of all of these has changed.
     *
     * @param dependents what they come to now
     */
    public void noteDependents(Collection<ServiceDocuments> dependents) {
        dependents.forEach(each -> remember("its ingress Service changed", each));
    }

    private synchronized void remember(String action, ServiceDocuments documents) {
        Deque<Past> past = events.remove(documents.service());
        Deque<Past> now = past == null ? new ArrayDeque<>() : past;
        now.addFirst(new Past(clock.instant(), action + ": " + outcome(documents)));
        if (now.size() > EACH) {
            now.removeLast();
        }
        events.put(documents.service(), now);
        if (events.size() > SERVICES) {
            events.remove(events.keySet().iterator().next());
        }
    }

    private static String outcome(ServiceDocuments documents) {
        if (documents instanceof Desired desired) {
            int size = desired.entries().size();
            return size == 1 ? "wants 1 document" : "wants " + size + " documents";
        } else if (documents instanceof NotExported notExported) {
            return "not exported, since " + notExported.reason();
        } else if (documents instanceof Rejected) {
            return "refused";
        } else if (documents instanceof AwaitsIngress) {
            return "waits for its ingress Service";
        }
        return documents instanceof Undecided
                ? "neither exported nor unexported"
                : documents.toString();
    }

    /** The last ones of {@code service}, newest first; empty if none is remembered. */
    public synchronized List<Past> last(ServiceName service) {
        return List.copyOf(events.getOrDefault(service, new ArrayDeque<>()));
    }
}
