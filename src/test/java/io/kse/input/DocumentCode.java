package io.kse.input;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.DocumentJson;
import io.kse.document.Documents;
import io.kse.document.KeySpace;
import io.kse.document.PortDocument;
import io.kse.document.PortDocument.Publication;
import io.kse.document.ServiceDocuments;
import io.kse.service.ClusterId;
import io.kse.service.IngressLookup;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceExport;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceLookup;
import io.kse.service.ServicePort;
import io.kse.service.ServiceReader;
import io.kse.service.TemplatedId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the route document-service does, step by step, without Camel: a million times is enough. */
final class DocumentCode {
    static final KeySpace KEYS = new KeySpace("kse", new ClusterId("cluster"));

    /** Without a template, with such as are in use, and with such as put anything into the key. */
    static final List<DocumentCode> ALL =
            Stream.of(
                            "",
                            "{{ id }}",
                            "{{ or .LoadBalancerClass \"none\" }}/{{ id }}",
                            "{{ .DNSName }}/{{ .HealthCheckPath }}/{{ .IngressSNI }}/{{ .IdPrefix }}",
                            "{{ .Namespace }}/{{ .Name }}/{{ .PortName }}",
                            "{{ .LoadBalancerListenPort }}",
                            "fixed")
                    .map(DocumentCode::with)
                    .toList();

    private final ServiceReader reader = new ServiceReader();
    private final Documents documents;

    private DocumentCode(Optional<KeyTemplate> template, boolean publishesUnallocated) {
        documents = new Documents(KEYS, TemplatedId.of(template), publishesUnallocated);
    }

    private static DocumentCode with(String template) {
        return template.isEmpty()
                ? new DocumentCode(Optional.empty(), true)
                : new DocumentCode(Optional.of(KeyTemplate.parse(template)), false);
    }

    ServiceDocuments documents(Service service, ServiceLookup lookup) {
        ServiceExport export = reader.read(service, null);
        if (export instanceof Exported exported) {
            IngressLookup ingress = new IngressLookup(lookup);
            List<PortDocument> ports =
                    exported.ports().stream().map(port -> document(port, ingress)).toList();
            return documents.together(exported, ports);
        }
        return documents.without(export);
    }

    private PortDocument document(ServicePort port, IngressLookup ingress) {
        ServicePort through =
                port.namesIngress() ? ingress.through(port, ingress.find(port)) : port;
        PortDocument document = documents.document(through);
        return document instanceof Publication publication
                ? documents.published(publication, DocumentJson.write(publication.document()))
                : document;
    }
}
