package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.consul.ConsulRefused;
import io.kse.consul.StaleSnapshot;
import io.kse.document.Documents;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.explain.Heard;
import io.kse.kubernetes.Arrivals;
import io.kse.kubernetes.EventSource;
import io.kse.kubernetes.InformerConsumer;
import io.kse.kubernetes.Listing;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.NotLeading;
import io.kse.plan.Brake;
import io.kse.plan.Desired;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.service.ExportedService;
import io.kse.service.IngressLookup;
import io.kse.service.ServiceLookup;
import io.kse.status.Changes;
import io.kse.status.LeftAlone;
import io.kse.status.Notices;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.consul.ConsulComponent;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ProcessorEndpoint;

/**
 * The shipped routes between a list of Services and a Consul in memory that fails when a test wants
 * it to, at a moment that the real one cannot be made to fail at.
 */
final class FaultyFlow implements AutoCloseable {
    /** What fails for one change alone is tried again so often. */
    static final int RETRIES = 2;

    static final KeySpace KEYS = new KeySpace("kse", new ClusterId("cluster"));

    /** Called with each request before it is answered: throw, or wait. */
    volatile Consumer<Object> beforeAnswer = request -> {};

    volatile List<Service> listed = List.of();

    /** What the lookup of ingress Services does. */
    volatile ServiceLookup lookup = name -> Optional.empty();

    final Turn turn = new Turn();

    /** Comparisons that were asked for. */
    final List<Trigger> rung = new CopyOnWriteArrayList<>();

    /** What this replica is; leads at first. */
    volatile LeadershipState state =
            new LeadershipState.Leading(new SessionFence(KEYS.leader(), "session"), Instant.EPOCH);

    volatile boolean silent;

    /** False if what is not listed need not be gone. */
    boolean isComplete = true;

    private final FirstList first = new FirstList(() -> state);

    final Desired desired = new Desired(Map::of, () -> rung.add(Trigger.UNKNOWN_KEYS));

    private final Map<KvKey, Stored> stored = new ConcurrentHashMap<>();
    private final AtomicLong index = new AtomicLong();
    private final Arrivals arrivals = new Arrivals();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate producer;

    /** Routes are started, but nothing has been compared: a call takes the timer's place. */
    FaultyFlow() throws Exception {
        camel.setRouteFilterPattern(
                "watch-services,export-dependents,export-service,document-each,document-service,lookup-ingress,"
                        + "change-service,change-several,change-together,apply-plan,change-keys,resync,compare-all",
                null);
        bind();
        camel.addComponent("consul", new Kv());
        camel.getPropertiesComponent().addInitialProperty("kse.retry.delay", "1");
        camel.getPropertiesComponent().addInitialProperty("kse.resync.period", "3600000");
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        PluginHelper.getPackageScanResourceResolver(camel)
                                .findResources("file:routes/*.camel.yaml"));
        AdviceWith.adviceWith(
                camel, "watch-services", route -> route.replaceFromWith("direct:watch-services"));
        AdviceWith.adviceWith(camel, "resync", route -> route.replaceFromWith("direct:resync"));
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        producer = camel.createProducerTemplate();
    }

    private void bind() {
        Documents documents = new Documents(KEYS, ExportedService::id, false);
        IngressLookup ingress = new IngressLookup(name -> lookup.find(name));
        DocumentBeans.bind(camel.getRegistry()::bind, documents, ingress);
        camel.getRegistry().bind("arrivals", arrivals);
        camel.getRegistry().bind("desired", desired);
        camel.getRegistry().bind("planner", new Planner(KEYS, Optional.empty()));
        camel.getRegistry().bind("notices", new Notices(desired::taken));
        camel.getRegistry().bind("turn", turn);
        camel.getRegistry().bind("failures", new Failures());
        camel.getRegistry().bind("serviceLists", new Listed());
        camel.getRegistry().bind("leadership", new Replica());
        camel.getRegistry().bind("bell", new Rung());
        Changes changes = new Changes(KEYS);
        camel.getRegistry().bind("changes", changes);
        camel.getRegistry()
                .bind("comparisons", new Comparisons(changes, System::nanoTime, () -> {}));
        camel.getRegistry().bind("heard", new Heard(Clock.systemUTC()));
        camel.getRegistry().bind("leftAlone", new LeftAlone());
        camel.getRegistry().bind("rounds", new Rounds(() -> {}));
        camel.getRegistry().bind("draining", new Draining(false, KEYS.drain()));
        camel.getRegistry()
                .bind(
                        "patience",
                        new Patience(
                                RETRIES,
                                () -> state instanceof LeadershipState.Standby,
                                () -> silent));
        camel.getRegistry().bind("outages", new Writes());
        camel.getRegistry().bind("nodeLists", new NoNodes());
        camel.getRegistry().bind("registrationLine", new RegistrationLine(false, () -> camel));
        Brake brake = new Brake(KEYS, new DeletePercent(50));
        camel.getRegistry().bind("brake", new Braking(brake, Clock.systemUTC(), first::take));
        camel.getRegistry().bind("firstList", first);
    }

    /** The list of nodes stays as it is. */
    public static final class NoNodes {
        public void compare(Set<Trigger> triggers) {}
    }

    /** An event has come, and everything about it is done. */
    void event(Service service) {
        producer.sendBodyAndHeader(
                "direct:watch-services", service, InformerConsumer.ARRIVAL, arrivals.next());
    }

    /** The same for an event that the watch has told of the end of the Service. */
    void deleted(Service service) {
        producer.sendBodyAndHeaders(
                "direct:watch-services",
                service,
                Map.of(
                        KubernetesConstants.KUBERNETES_EVENT_ACTION,
                        Action.DELETED,
                        InformerConsumer.SOURCE,
                        EventSource.WATCHED,
                        InformerConsumer.ARRIVAL,
                        arrivals.next()));
    }

    /** One comparison with what is listed, from beginning to end. */
    void compare() {
        producer.sendBody("direct:resync", EnumSet.of(Trigger.WON));
    }

    Map<KvKey, Stored> stored() {
        return stored;
    }

    @Override
    public void close() {
        camel.stop();
    }

    private Object answer(String action, Object request) {
        beforeAnswer.accept(request);
        if (action.equals("SNAPSHOT_ALL")) {
            return new Snapshot(stored);
        } else if (action.equals("SNAPSHOT")) {
            Map<KvKey, Stored> found = new HashMap<>(stored);
            found.keySet().retainAll((Collection<?>) request);
            return new Snapshot(found);
        }
        apply(((Transaction) request).changes());
        return request;
    }

    private void apply(List<KvChange> changes) {
        for (KvChange change : changes) {
            long now = Optional.ofNullable(stored.get(change.key())).map(Stored::index).orElse(0L);
            if (now != change.index()) {
                throw new StaleSnapshot(
                        "Consul has another " + change.key(), List.of(change.key()), null);
            }
        }
        changes.forEach(this::apply);
    }

    private void apply(KvChange change) {
        if (change instanceof Put put) {
            byte[] json = put.value().getBytes(StandardCharsets.UTF_8);
            stored.put(put.key(), new Stored(index.incrementAndGet(), json));
        } else {
            stored.remove(change.key());
        }
    }

    static ConsulRefused refusal(String message) {
        return new ConsulRefused(message, null);
    }

    /** Stands for ServiceLists. */
    public final class Listed {
        public Listing list() {
            first.ask();
            return new Listing(listed, isComplete, isComplete, arrivals.latest(), Set.of(), 0);
        }
    }

    /** Stands for Leadership. */
    public final class Replica {
        public Fence fence() {
            if (state instanceof LeadershipState.Leading leading) {
                return leading.fence();
            }
            throw new NotLeading("no leader");
        }

        public boolean isLeading() {
            return state instanceof LeadershipState.Leading;
        }

        public boolean isStandby() {
            return state instanceof LeadershipState.Standby;
        }

        public boolean isSilent() {
            return silent || !isLeading();
        }
    }

    /** Stands for Outages. */
    public static final class Writes {
        public void nothingToWrite() {}
    }

    /** Stands for Bell. */
    public final class Rung {
        public void later() {
            rung.add(Trigger.LEFT_OVER);
        }

        public void again(Set<Trigger> failed) {
            rung.add(Trigger.FAILED);
        }
    }

    private final class Kv extends ConsulComponent {
        @Override
        protected Endpoint createEndpoint(
                String uri, String remaining, Map<String, Object> parameters) {
            String action = parameters.remove("action").toString();
            return new ProcessorEndpoint(
                    uri,
                    this,
                    exchange ->
                            exchange.getMessage()
                                    .setBody(answer(action, exchange.getMessage().getBody())));
        }
    }
}
