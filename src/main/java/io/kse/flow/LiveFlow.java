package io.kse.flow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulReachability;
import io.kse.consul.KvComponent;
import io.kse.document.Documents;
import io.kse.document.KeySpace;
import io.kse.kubernetes.Arrivals;
import io.kse.kubernetes.InformerServicesComponent;
import io.kse.kubernetes.LiveServices;
import io.kse.kubernetes.WatchedServices;
import io.kse.plan.Desired;
import io.kse.plan.Planner;
import io.kse.service.TemplatedId;
import io.kse.status.Notices;
import java.util.List;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.kiwiproject.consul.Consul;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running program: all route files between a cluster and Consul. Runs until the process is told
 * to stop.
 */
public final class LiveFlow {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFlow.class);

    private final ExporterConfig config;
    private final KubernetesClient kubernetes;
    private final Consul consul;
    private final RouteFiles routes;
    private final Arrivals arrivals = new Arrivals();
    private final Desired desired = new Desired();
    private final InformerServicesComponent services;
    private final HttpAddress http;
    private final Main main = new Main();

    /** Connects nothing yet. */
    public LiveFlow(
            ExporterConfig config, KubernetesClient kubernetes, Consul consul, RouteFiles routes) {
        this.config = config;
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.routes = routes;
        this.services = new InformerServicesComponent(config.services().namespaces(), arrivals);
        this.http = new HttpAddress(config.http().ip(), config.http().port());
    }

    /**
     * Starts, and returns after the process was told to end, or {@link #stop()} was called.
     *
     * @throws BadRoutes if a route file cannot be run
     * @throws AddressTaken if HTTP cannot listen
     */
    public void run() {
        http.checkFree();
        configure();
        try {
            main.run();
        } catch (Exception e) {
            throw StartFailure.of(e);
        }
    }

    /** Lets {@link #run()} return. May be called twice. */
    public void stop() {
        main.completed();
    }

    private void configure() {
        LiveProperties.of(config, routes, http).forEach(main::addProperty);
        main.configure().addConfiguration(new Components());
        main.addMainListener(new Greeting());
        bind();
    }

    private void bind() {
        KeySpace keys = new KeySpace(config.consul().prefix(), config.clusterId());
        Documents documents =
                new Documents(keys, TemplatedId.of(config.services().keyTemplate()), false);
        WatchedServices watched = new WatchedServices(services, kubernetes);
        DocumentBeans.bind(main::bind, documents, watched);
        main.bind("watchedServices", watched);
        main.bind("kubernetesClient", kubernetes);
        main.bind("liveServices", new LiveServices(kubernetes, config.services().namespaces()));
        main.bind("arrivals", arrivals);
        main.bind("desired", desired);
        main.bind("planner", new Planner());
        main.bind("turn", new Turn());
        main.bind("failures", new Failures());
        main.bind("notices", new Notices(desired::taken));
    }

    /** Ours take the place of stock components, before Camel reads any route. */
    private final class Components implements CamelConfiguration {
        @Override
        public void configure(CamelContext camel) {
            Durations.check(camel);
            ConsulReachability reachability =
                    new ConsulReachability(ConsulClients.address(config.consul()));
            camel.addComponent("kubernetes-services", services);
            KeySpace keys = new KeySpace(config.consul().prefix(), config.clusterId());
            camel.addComponent(
                    "consul", new KvComponent(config.consul(), keys, consul, reachability));
        }
    }

    /** The one line that says what the program works for. */
    private final class Greeting extends MainListenerSupport {
        @Override
        public void afterStart(BaseMainSupport main) {
            List<String> namespaces = config.services().namespaces();
            LOG.info(
                    "cluster {}: Services of {} at {} go to Consul at {} under {}/; HTTP on {}; routes from {}",
                    config.clusterId(),
                    namespaces.isEmpty()
                            ? "all namespaces"
                            : "namespaces " + String.join(", ", namespaces),
                    kubernetes.getMasterUrl(),
                    ConsulClients.address(config.consul()),
                    config.consul().prefix(),
                    http,
                    routes.folder());
        }

        @Override
        public void beforeStop(BaseMainSupport main) {
            LOG.info("stopping; what is published stays");
        }
    }
}
