package io.kse.flow;

import io.kse.document.DocumentJson;
import io.kse.document.Documents;
import io.kse.service.IngressLookup;
import io.kse.service.ServiceReader;
import java.util.function.BiConsumer;

/**
 * The beans that the route {@code document-service} asks, the same whether Services are live or
 * from manifests.
 */
final class DocumentBeans {
    private DocumentBeans() {}

    static void bind(
            BiConsumer<String, Object> registry, Documents documents, IngressLookup ingress) {
        registry.accept("serviceReader", new ServiceReader());
        registry.accept("ingressLookup", ingress);
        registry.accept("documents", documents);
        registry.accept("documentMapper", DocumentJson.mapper());
    }
}
