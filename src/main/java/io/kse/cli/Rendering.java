package io.kse.cli;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.node.ExportedNode;
import io.kse.plan.Desired;
import io.kse.plan.Wanted;
import io.kse.plan.WantedNodes;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What some Services come to together, and what their owners should be told. The same Services give
 * the same entries as in the running program, each key to the Service that would have it there.
 */
final class Rendering {
    private static final long ARRIVAL = 1;

    private final boolean strict;
    private final boolean verbose;
    private final String keeps;
    private final Desired desired = new Desired(Map::of, () -> {}, () -> this.nodes, () -> true);
    private final Map<ServiceName, ServiceDocuments> rendered = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private Optional<WantedNodes> nodes = Optional.empty();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param strict true if a missing ingress Service is a refusal
     * @param verbose true to say why Services are not exported
     */
    static Rendering ofManifests(boolean strict, boolean verbose) {
        return new Rendering(strict, verbose, "not exported: ");
    }

    /** Of live Services, which may have been published before. */
    static Rendering ofCluster() {
        return new Rendering(false, false, "what was published stays: ");
    }

    /**
     * @param keeps what to say first of a Service that neither adds nor takes away anything
     */
    private Rendering(boolean strict, boolean verbose, String keeps) {
        this.strict = strict;
        this.verbose = verbose;
        this.keeps = keeps;
    }

    /** Takes in all Services; called once. */
    void render(Collection<Service> services, Function<Service, ServiceDocuments> flow) {
        List<ServiceDocuments> all = services.stream().map(flow).toList();
        desired.updateAll(all, ARRIVAL, true);
        all.forEach(documents -> rendered.put(documents.service(), documents));
        all.forEach(this::say);
    }

    /**
     * @param included may be empty, and then the last list stays
     */
    void nodes(SortedSet<ExportedNode> included) {
        nodes =
                included.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new WantedNodes(included, Set.of()));
    }

    /** On purpose there is no Node. */
    void drained() {
        nodes = Optional.of(WantedNodes.DRAINED);
    }

    /** For people, and no failure. */
    void note(String line) {
        notes.add(line);
    }

    /** What one of them comes to; empty if it is none of them. */
    Optional<ServiceDocuments> documents(ServiceName service) {
        return Optional.ofNullable(rendered.get(service));
    }

    /** The keys that it wants and an older Service has, with that Service. */
    Map<KvKey, ServiceName> taken(ServiceName service) {
        return desired.taken(service);
    }

    /** What Consul should hold. */
    Wanted wanted() {
        return desired.wanted(desired.everything(true, true));
    }

    /** The same as entries, sorted by key. */
    List<KvEntry> entries() {
        return wanted().entries().values().stream()
                .sorted(Comparator.comparing(KvEntry::key))
                .toList();
    }

    /** One line for each Service that is refused. */
    List<String> refusals() {
        return refusals;
    }

    /** What is no failure, one line each. */
    List<String> notes() {
        return notes;
    }

    private void say(ServiceDocuments documents) {
        if (documents instanceof Rejected) {
            refusals.add(line(documents, ""));
        } else if (documents instanceof AwaitsIngress) {
            sayMissingIngress(documents);
        } else if (documents instanceof Undecided) {
            notes.add(line(documents, keeps));
        } else if (documents instanceof NotExported notExported) {
            sayNotExported(notExported);
        } else if (documents instanceof ServiceDocuments.Desired wanted) {
            sayOfExported(wanted);
        }
    }

    private void sayMissingIngress(ServiceDocuments documents) {
        if (strict) {
            refusals.add(
                    line(documents, "") + ": accepted is one with a NodePort in FILE or --lookup");
        } else {
            notes.add(line(documents, keeps));
        }
    }

    private void sayNotExported(NotExported documents) {
        if (verbose) {
            notes.add("%s: not exported: %s".formatted(documents.service(), documents.reason()));
        }
    }

    private void sayOfExported(ServiceDocuments.Desired documents) {
        Stream<String> unallocated =
                documents.entries().stream()
                        .filter(entry -> entry.document().port() == 0)
                        .map(entry -> "has no NodePort yet, shown with port 0: " + entry.key());
        Stream<String> taken =
                desired.taken(documents.service()).entrySet().stream()
                        .map(
                                key ->
                                        "key %s belongs to Service %s"
                                                .formatted(key.getKey(), key.getValue()));
        Stream.of(documents.notices().stream(), unallocated, taken)
                .flatMap(notices -> notices)
                .forEach(notice -> notes.add(documents.service() + ": " + notice));
    }

    private static String line(ServiceDocuments documents, String verdict) {
        return documents.service() + ": " + verdict + String.join("; ", documents.notices());
    }
}
