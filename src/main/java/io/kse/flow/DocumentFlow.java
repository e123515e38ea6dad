package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.Documents;
import io.kse.document.ServiceDocuments;
import io.kse.service.IngressLookup;
import io.kse.service.ServiceLookup;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Runs the route {@code document-service} by itself, without a cluster or Consul: manifests go the
 * way of live Services.
 */
public final class DocumentFlow implements AutoCloseable {
    private static final String ROUTES = "document-service,lookup-ingress";

    private final CamelContext camel;
    private final ProducerTemplate producer;

    /**
     * @throws BadRoutes if the route files cannot be read, or lack the route
     */
    public static DocumentFlow start(
            RouteFiles files, Documents documents, ServiceLookup services) {
        ModelCamelContext camel = new DefaultCamelContext();
        camel.setRouteFilterPattern(ROUTES, null);
        DocumentBeans.bind(camel.getRegistry()::bind, documents, new IngressLookup(services));
        try {
            // All at once: a route finds only the policies that Camel knows by then.
            Collection<Resource> all =
                    PluginHelper.getPackageScanResourceResolver(camel)
                            .findResources(files.pattern());
            PluginHelper.getRoutesLoader(camel).loadRoutes(all);
            camel.start();
        } catch (Exception e) {
            camel.stop();
            throw StartFailure.of(e);
        }
        return new DocumentFlow(camel);
    }

    private DocumentFlow(CamelContext camel) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
    }

    public ServiceDocuments documents(Service service) {
        return producer.requestBody("direct:document-service", service, ServiceDocuments.class);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
