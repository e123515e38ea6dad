package io.kse.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.PortDocument.Publication;
import io.kse.service.ClusterId;
import io.kse.service.ExportedService;
import io.kse.service.IngressLookup;
import io.kse.service.ServiceExport;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import io.kse.service.ServicePort;
import io.kse.service.ServiceReader;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps of the route {@code document-service} without Camel, for tests of what they come to
 * together. The cluster is {@code cluster}, the prefix {@code kse}.
 */
public final class DocumentSteps {
    public static final KeySpace KEYS = new KeySpace("kse", new ClusterId("cluster"));
    private static final ObjectMapper MAPPER = DocumentJson.mapper();

    private final Documents documents;
    private final IngressLookup ingress;

    private DocumentSteps(KeySpace keys, ServiceLookup services) {
        this.documents = new Documents(keys, ExportedService::id, false);
        this.ingress = new IngressLookup(services);
    }

    /** What {@code service} comes to in a cluster that holds nothing but {@code others}. */
    public static ServiceDocuments documents(Service service, Service... others) {
        return documents(KEYS, service, others);
    }

    /** The same for another cluster. */
    public static ServiceDocuments documents(KeySpace keys, Service service, Service... others) {
        return new DocumentSteps(keys, name -> find(name, others)).read(service);
    }

    public static KvKey key(String serviceId) {
        return KEYS.key(serviceId);
    }

    private static Optional<Service> find(ServiceName name, Service... services) {
        return Stream.of(services)
                .filter(service -> service.getMetadata().getNamespace().equals(name.namespace()))
                .filter(service -> service.getMetadata().getName().equals(name.name()))
                .findFirst();
    }

    private ServiceDocuments read(Service service) {
        ServiceExport export = new ServiceReader().read(service, null);
        return export instanceof Exported exported
                ? documents.together(exported, exported.ports().stream().map(this::port).toList())
                : documents.without(export);
    }

    private PortDocument port(ServicePort port) {
        PortDocument document = documents.document(port.through(ingress.find(port)));
        return document instanceof Publication publication
                ? documents.published(publication, json(publication.document()))
                : document;
    }

    static String json(Document document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
