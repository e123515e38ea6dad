package io.kse.document;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.PortDocument.AwaitsIngress;
import io.kse.document.PortDocument.NoNodePort;
import io.kse.document.PortDocument.Publication;
import io.kse.document.PortDocument.Published;
import io.kse.document.PortDocument.Refused;
import io.kse.service.ContentHash;
import io.kse.service.ExportedService;
import io.kse.service.IngressPort.Missing;
import io.kse.service.IngressPort.NoSuchPort;
import io.kse.service.IngressSni;
import io.kse.service.Quoted;
import io.kse.service.ServiceExport;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceExport.NotExported;
import io.kse.service.ServiceExport.Rejected;
import io.kse.service.ServiceExport.Undecided;
import io.kse.service.ServicePort;
import io.kse.service.ServiceReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The decisions on the way from a Service to its documents; the route {@code document-service} asks
 * them in order. One port that cannot be published refuses its whole Service, so that no Service is
 * ever half published.
 */
public final class Documents {
    /**
     * Bytes. Consul takes 512 KB in a request, where a value grows by a third as base64, and a key
     * to twice its size if all of it has to be escaped.
     */
    static final int LARGEST = 370_000;

    private final KeySpace keys;
    private final Function<ExportedService, String> serviceId;
    private final boolean publishesUnallocated;

    /**
     * Documents for one cluster.
     *
     * @param serviceId what stands for the Service in the key: its id, or an expanded template
     * @param publishesUnallocated true to show ports without a NodePort as port 0, for manifests
     *     that name none
     */
    public Documents(
            KeySpace keys,
            Function<ExportedService, String> serviceId,
            boolean publishesUnallocated) {
        this.keys = keys;
        this.serviceId = serviceId;
        this.publishesUnallocated = publishesUnallocated;
    }

    /** What {@code port}, its ingress looked up, comes to before it is JSON. */
    public PortDocument document(ServicePort port) {
        if (port.ingress() instanceof Missing missing) {
            return new AwaitsIngress(missing.why());
        }
        ExportedService exported = ExportedService.of(keys.clusterId(), port);
        Optional<String> problem = problem(exported);
        if (problem.isPresent()) {
            return new Refused("port " + Quoted.of(port.portName()) + ": " + problem.get());
        }
        KvKey key = keys.key(serviceId.apply(exported));
        return exported.port() == 0 && !publishesUnallocated
                ? unallocated(port, key)
                : publication(port, exported, key);
    }

    /** A renamed port of the ingress must not take away what leads through it. */
    private static PortDocument unallocated(ServicePort port, KvKey key) {
        String why = "port %s has no NodePort".formatted(Quoted.of(port.portName()));
        return port.ingress() instanceof NoSuchPort
                ? new AwaitsIngress(why + ", and " + ingress(port) + " is not there")
                : new NoNodePort(key, why + ": not published");
    }

    private Optional<String> problem(ExportedService exported) {
        String sni = exported.ingressSni();
        if (!sni.isEmpty() && !IngressSni.isDomainName(sni)) {
            return Optional.of(
                    ("its ingress_sni would be %s: accepted are domain names with labels of at"
                                    + " most 63")
                            .formatted(Quoted.of(sni)));
        }
        return KeySpace.problem(serviceId.apply(exported));
    }

    private static Publication publication(ServicePort port, ExportedService exported, KvKey key) {
        Document document = Document.of(exported, ContentHash.of(exported));
        return new Publication(key, exported.id(), document, port.ingress() instanceof NoSuchPort);
    }

    /** The publication with its document as JSON. */
    public PortDocument published(Publication publication, String json) {
        KvEntry entry =
                new KvEntry(
                        publication.key(),
                        publication.serviceId(),
                        publication.document(),
                        json,
                        publication.yieldsToIngress());
        int size = entry.size() + 2 * entry.key().size();
        return size <= LARGEST
                ? new Published(entry)
                : new Refused(
                        "its document %s has %d bytes, its key counted twice: accepted are %d"
                                .formatted(Quoted.of(entry.key().path()), size, LARGEST));
    }

    /** The documents of all ports of {@code service} together, or why none of them can change. */
    public ServiceDocuments together(Exported service, List<PortDocument> ports) {
        List<String> refused =
                Stream.concat(each(ports, Refused.class, Refused::why), doubles(ports)).toList();
        if (!refused.isEmpty()) {
            return new ServiceDocuments.Rejected(service.service(), refused);
        }
        List<String> awaited =
                each(ports, AwaitsIngress.class, AwaitsIngress::why).distinct().toList();
        return awaited.isEmpty()
                ? desired(service, ports)
                : new ServiceDocuments.AwaitsIngress(service.service(), awaited);
    }

    private static ServiceDocuments desired(Exported service, List<PortDocument> ports) {
        List<KvEntry> entries = each(ports, Published.class, Published::entry).toList();
        return new ServiceDocuments.Desired(
                service.service(),
                service.createdAt(),
                entries,
                each(ports, NoNodePort.class, NoNodePort::why).toList(),
                entries.stream()
                        .filter(KvEntry::yieldsToIngress)
                        .map(entry -> withoutIngress(entry, service))
                        .toList());
    }

    /** All ports of a Service name the same one. */
    private static String withoutIngress(KvEntry entry, Exported service) {
        return ingress(service.ports().get(0))
                + " is not there: "
                + Quoted.name(entry.key().path())
                + " goes without ingress, unless it is published through it already";
    }

    private static String ingress(ServicePort port) {
        return port.annotations()
                .ingress()
                .map(
                        it ->
                                "port %s of ingress Service %s"
                                        .formatted(Quoted.of(it.portName()), it.shownService()))
                .orElseThrow();
    }

    private static Stream<String> doubles(List<PortDocument> ports) {
        Set<KvKey> seen = new HashSet<>();
        return Stream.concat(
                        each(ports, Published.class, published -> published.entry().key()),
                        each(ports, NoNodePort.class, NoNodePort::key))
                .filter(key -> !seen.add(key))
                .map(
                        key ->
                                "two of its ports would have the key "
                                        + Quoted.name(key.path())
                                        + ": accepted is one port for a key");
    }

    private static <P extends PortDocument, T> Stream<T> each(
            List<PortDocument> ports, Class<P> kind, Function<P, T> part) {
        return ports.stream().filter(kind::isInstance).map(kind::cast).map(part);
    }

    /** What a Service comes to on which the program itself has failed: what was published stays. */
    public ServiceDocuments failed(Service service, Exception failure) {
        String why = "the program failed on it: " + Quoted.of(root(failure).toString());
        return new ServiceDocuments.Undecided(ServiceReader.name(service), List.of(why));
    }

    /** What happened, without what the steps around it have wrapped it in. */
    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** What a Service comes to that is not to be exported, or cannot be read. */
    public ServiceDocuments without(ServiceExport service) {
        if (service instanceof Rejected rejected) {
            return new ServiceDocuments.Rejected(
                    service.service(), rejected.problems().stream().map(Object::toString).toList());
        } else if (service instanceof Undecided undecided) {
            return new ServiceDocuments.Undecided(
                    service.service(), List.of(undecided.problem().toString()));
        } else if (service instanceof NotExported notExported) {
            return new ServiceDocuments.NotExported(notExported);
        }
        throw new IllegalArgumentException("exported Services have documents: " + service);
    }
}
