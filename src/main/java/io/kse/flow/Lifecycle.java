package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.http.HttpAddress;
import io.kse.kubernetes.ApiServerProbe;
import java.time.Duration;
import java.util.List;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What begins once Camel runs, what ends before it does, and the one line that says what for. */
final class Lifecycle extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private static final Duration API_SERVER_PERIOD = Duration.ofSeconds(30);

    private final FlowParts parts;
    private final Observers observers;
    private final ComparisonLine line;
    private final HttpAddress http;
    private final RouteFiles routes;
    private final Repeated apiServer;

    Lifecycle(
            FlowParts parts,
            Observers observers,
            ComparisonLine line,
            HttpAddress http,
            RouteFiles routes) {
        this.parts = parts;
        this.observers = observers;
        this.line = line;
        this.http = http;
        this.routes = routes;
        this.apiServer = apiServer(parts);
    }

    private static Repeated apiServer(FlowParts parts) {
        ApiServerProbe probe =
                new ApiServerProbe(
                        parts.kubernetes(), parts.leadership()::isLeading, API_SERVER_PERIOD);
        return new Repeated("ask-api-server", probe::pause, probe::ask);
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        parts.nodes().start(main.getCamelContext(), parts.leadership());
        parts.draining().start(main.getCamelContext().getRoute(Draining.ROUTE) != null);
        observers.start();
        parts.leadership().start();
        apiServer.start();
        greet();
    }

    private void greet() {
        ExporterConfig config = parts.config();
        List<String> namespaces = config.services().namespaces();
        LOG.info(
                "cluster {}: Services of {} at {} go to Consul at {} under {}/; HTTP on {}; routes from {}",
                config.clusterId(),
                namespaces.isEmpty()
                        ? "all namespaces"
                        : "namespaces " + String.join(", ", namespaces),
                parts.kubernetes().getMasterUrl(),
                ConsulClients.address(config.consul()),
                config.consul().prefix(),
                http,
                routes.folder());
    }

    @Override
    public void beforeStop(BaseMainSupport main) {
        LOG.info("stopping; what is published stays");
        parts.leadership().stop();
        apiServer.stop();
        observers.stop();
        line.stop();
        parts.registrations().stop();
        parts.services().stop();
    }
}
