package io.kse.flow;

import io.kse.document.ServiceDocuments;
import io.kse.explain.Explainer;
import io.kse.explain.Explanation;
import io.kse.explain.Findings;
import io.kse.explain.NearNames;
import io.kse.explain.Outlook;
import io.kse.explain.Presence;
import io.kse.explain.Presence.Absent;
import io.kse.explain.Presence.Present;
import io.kse.explain.Presence.Unseen;
import io.kse.explain.Presence.Unwatched;
import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.kubernetes.WatchedServices;
import io.kse.plan.Snapshot;
import io.kse.service.ServiceName;
import io.kse.service.ServiceReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the route {@code explain-service} asks to explain why a Service is exported, or why not.
 * Looks at caches, and changes nothing. Safe for several threads.
 */
public final class Explanations {
    private final List<String> namespaces;
    private final WatchedServices watched;
    private final ExplainedState state;
    private final Explainer explainer;

    /**
     * @param namespaces which ones are watched; empty means all
     */
    Explanations(
            List<String> namespaces,
            WatchedServices watched,
            ExplainedState state,
            Explainer explainer) {
        this.namespaces = List.copyOf(namespaces);
        this.watched = watched;
        this.state = state;
        this.explainer = explainer;
    }

    /** Looks for a Service among those that are watched; asks the API server for nothing. */
    public Inquiry look(ServiceName name) {
        return new Inquiry(name, presence(name));
    }

    private Presence presence(ServiceName name) {
        if (!namespaces.isEmpty() && !namespaces.contains(name.namespace())) {
            return new Unwatched(namespaces);
        } else if (!watched.isKnown(name.namespace())) {
            return new Unseen(
                    "Services of namespace "
                            + name.namespace()
                            + " are not known: they could not be listed yet");
        }
        try {
            return known(name);
        } catch (KubernetesUnavailable e) {
            return new Unseen(e.getMessage());
        }
    }

    private Presence known(ServiceName name) {
        Map<ServiceName, Presence> known = new TreeMap<>();
        watched.known().forEach(each -> known.put(ServiceReader.name(each), new Present(each)));
        return Optional.ofNullable(known.get(name))
                .orElseGet(() -> new Absent(NearNames.of(name, known.keySet())));
    }

    /**
     * Puts into words what the route has found out.
     *
     * @param documents what the Service comes to; null if it is not there
     * @param snapshot what Consul holds; null if it could not be read
     * @param silence why not; null if it could
     */
    public Explanation tell(
            Inquiry inquiry, ServiceDocuments documents, Snapshot snapshot, String silence) {
        Optional<Outlook> outlook =
                Optional.ofNullable(snapshot).map(read -> state.compare(inquiry.name(), read));
        return explainer.explain(
                new Findings(
                        inquiry.name(),
                        inquiry.presence(),
                        Optional.ofNullable(documents),
                        outlook,
                        state.notes(inquiry.name(), outlook, Optional.ofNullable(silence))));
    }
}
