package io.kse.flow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulLock;
import io.kse.consul.ConsulReachability;
import io.kse.consul.KvComponent;
import io.kse.document.Documents;
import io.kse.document.KeySpace;
import io.kse.http.AddressTaken;
import io.kse.kubernetes.ClusterUid;
import io.kse.leadership.Leadership;
import io.kse.leadership.Timing;
import io.kse.plan.Brake;
import io.kse.plan.Desired;
import io.kse.plan.Planner;
import io.kse.service.DeletePercent;
import io.kse.service.TemplatedId;
import io.kse.status.Changes;
import io.kse.status.LeftAlone;
import io.kse.status.Notices;
import java.time.Clock;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.kiwiproject.consul.Consul;

/**
 * The running program: all route files between a cluster and Consul. Runs until the process is told
 * to stop.
 */
public final class LiveFlow {
    private final ExporterConfig config;
    private final KeySpace keys;
    private final KubernetesClient kubernetes;
    private final ConsulClients clients;
    private final Consul consul;
    private final RouteFiles routes;
    private final HttpFlow http;
    private final ServiceWatch services;
    private final ConsulReachability reachability;
    private final Leadership leadership;
    private final Brake brake;
    private final OperatorFlow operator;
    private final NodeFlow nodes;
    private final Outages outages;
    private final Changes changes;
    private final Comparisons comparisons;
    private final Main main = new Main();
    private final ComparisonLine line = new ComparisonLine(main::getCamelContext);
    private final Bell bell = line.bell();
    private final RegistrationFlow registrations;
    private final Observers observers;

    /**
     * Connects nothing yet.
     *
     * @param consul made by {@code clients}; both clients stay the caller's to close
     */
    public LiveFlow(
            ExporterConfig config,
            KubernetesClient kubernetes,
            ConsulClients clients,
            Consul consul,
            RouteFiles routes) {
        this.config = config;
        this.keys = new KeySpace(config.consul().prefix(), config.clusterId());
        this.kubernetes = kubernetes;
        this.clients = clients;
        this.consul = consul;
        this.routes = routes;
        this.http = new HttpFlow(config.http(), main::getCamelContext);
        this.services = new ServiceWatch(kubernetes, config.services().namespaces(), bell);
        this.reachability = new ConsulReachability(ConsulClients.address(config.consul()));
        this.observers = new Observers(config, keys, reachability, kubernetes);
        this.leadership = leadership();
        this.brake = new Brake(keys, new DeletePercent(config.operation().maxDeletePercent()));
        this.operator = new OperatorFlow(config, keys);
        this.nodes = new NodeFlow(config, keys, operator.draining(), brake);
        this.registrations =
                new RegistrationFlow(
                        config, keys, clients, operator.draining(), main::getCamelContext);
        this.changes = new Changes(keys);
        this.comparisons =
                new Comparisons(changes, System::nanoTime, () -> outages().nothingToWrite());
        this.outages =
                new Outages(
                        ConsulClients.address(config.consul()),
                        reachability,
                        leadership,
                        comparisons,
                        bell::ring);
    }

    private Outages outages() {
        return outages;
    }

    private Leadership leadership() {
        ClusterUid uid = new ClusterUid(kubernetes);
        ConsulLock lock =
                new ConsulLock(clients, keys, config.podName(), uid::getIfKnown, reachability);
        Timing timing = Timing.of(config.consulServices().enabled());
        return new Leadership(
                observers.timed(lock), config.clusterId(), services.watched()::isSettled, timing);
    }

    /**
     * Starts, and returns after the process was told to end, or {@link #stop()} was called.
     *
     * @throws BadRoutes if a route file cannot be run
     * @throws AddressTaken if HTTP cannot listen
     */
    public void run() {
        http.address().checkFree();
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

    CamelContext camel() {
        return main.getCamelContext();
    }

    private void configure() {
        LiveProperties.of(config, routes, http.address()).forEach(main::addProperty);
        main.configure().addConfiguration(new Components());
        FlowParts parts = bind();
        observers.bind(main::bind, parts, main::getCamelContext);
        observers.addTo(main);
        main.addMainListener(new Lifecycle(parts, observers, line, http.address(), routes));
        listen();
    }

    private void compareAgain(boolean isLeft) {
        if (isLeft) {
            bell.later();
        }
    }

    /** Everything that routes ask. */
    private FlowParts bind() {
        Documents documents =
                new Documents(keys, TemplatedId.of(config.services().keyTemplate()), false);
        Desired desired =
                new Desired(
                        services.component()::waiting,
                        () -> bell.ring(Trigger.UNKNOWN_KEYS),
                        nodes::wanted,
                        services.watched()::isComplete);
        FirstList first = new FirstList(leadership::state);
        Braking braking = new Braking(brake, Clock.systemUTC(), first::take);
        braking.onPlan((plan, wanted, snapshot, held) -> compareAgain(plan.isLeftToEvents()));
        Notices notices = new Notices(desired::taken);
        Patience patience = patience();
        DocumentBeans.bind(main::bind, documents, services.ingress());
        nodes.bind(main::bind);
        operator.bind(main::bind, desired, nodes);
        http.bind(main::bind, ConsulClients.address(config.consul()), reachability::hasSucceeded);
        main.bind("kubernetesClient", kubernetes);
        main.bind("arrivals", services.arrivals());
        main.bind("watchDoubt", services.doubt());
        main.bind("serviceLists", services.lists(leadership::state, first));
        main.bind("firstList", first);
        main.bind("leadership", leadership);
        main.bind("bell", bell);
        main.bind("comparisons", comparisons);
        main.bind("changes", changes);
        main.bind("leftAlone", new LeftAlone());
        main.bind("desired", desired);
        main.bind("planner", new Planner(keys, config.services().keyTemplate()));
        main.bind("brake", braking);
        main.bind("turn", new Turn());
        main.bind("rounds", new Rounds(bell::later));
        main.bind("patience", patience);
        main.bind("outages", outages);
        main.bind("failures", new Failures());
        main.bind("notices", notices);
        registrations.bind(
                main::bind,
                desired,
                services.watched(),
                services.component(),
                leadership::isLeading,
                bell);
        return new FlowParts(
                config,
                keys,
                kubernetes,
                reachability,
                leadership,
                services,
                nodes,
                operator.draining(),
                registrations,
                desired,
                brake,
                braking,
                comparisons,
                changes,
                notices,
                patience);
    }

    private Patience patience() {
        return new Patience(
                config.services().maxRequeueCount(), leadership::isStandby, outages::isOn);
    }

    /** Everything that a comparison is due for, but the timer, which is a route. */
    private void listen() {
        leadership.onChange(new Elections(bell::ring, outages::leftToOthers));
        leadership.onDataWentBack(() -> bell.ring(Trigger.DATA_BACK));
        reachability.onEnd(outages::ended);
    }

    /** Ours take the place of stock components, before Camel reads any route. */
    private final class Components implements CamelConfiguration {
        @Override
        public void configure(CamelContext camel) throws Exception {
            Durations.check(camel);
            camel.addService(new LeadershipClusterService(leadership, config.podName()));
            camel.addComponent("kubernetes-services", services.component());
            nodes.addTo(camel);
            camel.addComponent("consul", observers.of(consulComponent()));
        }
    }

    private KvComponent consulComponent() {
        KvComponent component =
                new KvComponent(
                        clients,
                        keys,
                        consul,
                        reachability,
                        new RefusedWrites(leadership, bell, changes),
                        registrations.agent());
        return operator.of(component, bell);
    }
}
