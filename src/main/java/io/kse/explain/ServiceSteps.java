package io.kse.explain;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.service.ClusterId;
import io.kse.service.ExportedService;
import io.kse.service.IngressReference;
import io.kse.service.Quoted;
import io.kse.service.ServiceAnnotations;
import io.kse.service.ServiceExport;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceExport.Rejected;
import io.kse.service.ServiceExport.Undecided;
import io.kse.service.ServiceName;
import io.kse.service.ServicePort;
import io.kse.service.ServiceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way from a Service to its documents, step by step. Decides nothing: says what those who do
 * have found, the reader of Services and the route {@code document-service}.
 */
final class ServiceSteps {
    private final ClusterId clusterId;
    private final ServiceDocuments documents;
    private final Map<KvKey, ServiceName> taken;
    private final List<Step> steps = new ArrayList<>();

    private ServiceSteps(
            ClusterId clusterId, ServiceDocuments documents, Map<KvKey, ServiceName> taken) {
        this.clusterId = clusterId;
        this.documents = documents;
        this.taken = taken;
    }

    /**
     * @param documents what {@code service} comes to
     * @param taken its keys that an older Service has, as far as is known
     */
    static List<Step> of(
            Service service,
            ServiceDocuments documents,
            Map<KvKey, ServiceName> taken,
            ClusterId clusterId) {
        ServiceSteps steps = new ServiceSteps(clusterId, documents, taken);
        steps.type(service);
        steps.annotations(new ServiceReader().readOfAnyType(service));
        steps.useless(service);
        reasons(documents).forEach(steps::unlessSaid);
        return List.copyOf(steps.steps);
    }

    /** Why not all is published as asked for; empty if it is. */
    static List<String> reasons(ServiceDocuments documents) {
        return documents instanceof NotExported notExported
                ? List.of(notExported.reason())
                : documents.notices();
    }

    private void add(String name, boolean ok, String says) {
        steps.add(new Step(name, ok, says));
    }

    private void unlessSaid(String reason) {
        if (steps.stream().noneMatch(step -> step.says().equals(reason))) {
            add("notice", false, reason);
        }
    }

    private void type(Service service) {
        Optional<String> problem = ServiceReader.typeProblem(service);
        add("type", problem.isEmpty(), problem.orElseGet(() -> ServiceReader.type(service)));
    }

    private void annotations(ServiceExport read) {
        if (read instanceof ServiceExport.NotExported notExported) {
            add("exported", false, notExported.reason());
        } else if (read instanceof Undecided undecided) {
            add("exported", false, undecided.problem().toString());
        } else if (read instanceof Rejected rejected) {
            optedIn();
            rejected.problems().forEach(problem -> add("annotation", false, problem.toString()));
        } else if (read instanceof Exported exported) {
            optedIn();
            add("annotation", true, "all of ours can be read");
            ports(exported.ports());
        }
    }

    /** What a typo, or half a thought, looks like: it is no mistake that keeps anything back. */
    private void useless(Service service) {
        ServiceReader.unknownAnnotations(service)
                .forEach(name -> add("annotation", false, Quoted.of(name) + " is none of ours"));
        List<String> set = ServiceReader.uselessIngressAnnotations(service);
        if (!set.isEmpty()) {
            add(
                    "ingress",
                    false,
                    "only %s set: without all of ingress-service-namespace, -name and -port-name it does not count"
                            .formatted(
                                    String.join(" and ", set)
                                            + (set.size() == 1 ? " is" : " are")));
        }
    }

    private void optedIn() {
        add("exported", true, "annotation " + ServiceAnnotations.PREFIX + "exported is true");
    }

    private void ports(List<ServicePort> ports) {
        ports.stream()
                .flatMap(port -> port.annotations().ingress().stream())
                .findFirst()
                .ifPresent(this::ingress);
        ports.forEach(this::port);
    }

    private void port(ServicePort port) {
        String name = Quoted.of(port.portName());
        String nodePort = port.nodePort() == 0 ? "no NodePort" : "NodePort " + port.nodePort();
        Optional<KvEntry> entry = entry(port);
        boolean ok = entry.map(this::isFree).orElseGet(() -> !(documents instanceof Desired));
        add("port", ok, name + ": " + nodePort + entry.map(this::key).orElse(""));
    }

    private boolean isFree(KvEntry entry) {
        return !taken.containsKey(entry.key());
    }

    private String key(KvEntry entry) {
        String key = ", key " + entry.key();
        return isFree(entry)
                ? key
                : key + ", which belongs to the older Service " + taken.get(entry.key());
    }

    private Optional<KvEntry> entry(ServicePort port) {
        String id = ExportedService.of(clusterId, port).id();
        return entries().stream().filter(entry -> entry.serviceId().equals(id)).findFirst();
    }

    private List<KvEntry> entries() {
        return documents instanceof Desired desired ? desired.entries() : List.of();
    }

    private void ingress(IngressReference reference) {
        boolean ok =
                !(documents instanceof AwaitsIngress)
                        && entries().stream().noneMatch(KvEntry::yieldsToIngress);
        String found =
                entries().stream()
                        .filter(entry -> !entry.document().ingressSni().isEmpty())
                        .findFirst()
                        .map(entry -> ": found, NodePort " + entry.document().port())
                        .orElse("");
        String port = Quoted.of(reference.portName());
        add("ingress", ok, "port " + port + " of Service " + reference.shownService() + found);
    }
}
