package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.listen.Listeners;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.consul.ConsulComponent;
import org.apache.camel.component.consul.ConsulConfiguration;
import org.apache.camel.component.consul.ConsulEndpoint;
import org.apache.camel.component.consul.endpoint.ConsulKeyValueConsumer;
import org.apache.camel.spi.annotations.Component;
import org.kiwiproject.consul.Consul;

/**
 * The stock {@code consul:} component whose {@code consul:kv} also reads a Snapshot, of some keys
 * (action SNAPSHOT, body: a collection of KvKey) or of everything of our cluster (action
 * SNAPSHOT_ALL, no body; LOOK does the same for somebody who asks, so that a failure of it is no
 * outage), applies a Transaction under a Fence (action TRANSACTION), and proves that keys do not
 * exist (action MISSING, body as for SNAPSHOT, out: those that do not). As a consumer it also
 * watches whether our cluster is drained (action DRAIN). Its {@code consul:agent} also reads and
 * changes Consul Services, see {@link AgentProducer}.
 *
 * <p>Promises that routes cannot write under our prefix in any other way.
 */
@Component("consul") // Not inherited; without it the options of endpoints do not bind.
public final class KvComponent extends ConsulComponent {
    /** The header that TRANSACTION takes its {@link io.kse.leadership.Fence} from. */
    public static final String FENCE = "ConsulFence";

    /**
     * The header, of Camel's Kubernetes consumers, that says when an event came in: a Long,
     * milliseconds since 1970.
     */
    public static final String EVENT_TIME = "CamelKubernetesEventTimestamp";

    /** Of consumers: hands on what the drain key of our cluster holds, see {@link KeyConsumer}. */
    static final String DRAIN = "DRAIN";

    /** As often as a standby of many asks for the lock, so that a thousand replicas are no herd. */
    private static final Duration WAIT = Duration.ofMinutes(1);

    private static final String KV = "kv";
    private static final String AGENT = "agent";

    private final List<KeyConsumer> drains = new CopyOnWriteArrayList<>();
    private final ConsulClients clients;
    private final ConsulSettings settings;
    private final KeySpace keys;
    private final ConsulAnswers answers;
    private final ConsulAnswers unheard;
    private final WriteGuard guard;
    private final Refusals refusals;
    private final AgentServices agent;
    private final OkHttpClient lists;
    private final InterruptibleCalls calls = new InterruptibleCalls();
    private final Listeners<CallListener> listeners = new Listeners<>();

    /**
     * @param clients what reads lists is made by them
     * @param keys which documents are ours; under the prefix of the settings
     * @param consul made by {@link ConsulClients#connect}; it stays the caller's to destroy
     * @param agent stays the caller's to close
     */
    public KvComponent(
            ConsulClients clients,
            KeySpace keys,
            Consul consul,
            ConsulReachability reachability,
            Refusals refusals,
            AgentServices agent) {
        this.clients = clients;
        this.settings = clients.settings();
        this.keys = keys;
        String address = ConsulClients.address(settings);
        this.answers = new ConsulAnswers(address, reachability);
        this.unheard = new ConsulAnswers(address, ConsulReachability.unheard(address));
        this.guard = new WriteGuard(settings.prefix());
        this.refusals = refusals;
        this.agent = agent;
        this.lists = clients.http();
        getConfiguration().setConsulClient(consul);
    }

    /** Who hears of every call. */
    public void onCalls(CallListener listener) {
        listeners.add(listener);
    }

    @Override
    protected void doShutdown() throws Exception {
        calls.stop();
        lists.connectionPool().evictAll();
        super.doShutdown();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        return switch (remaining) {
            case KV -> kvEndpoint(uri, parameters);
            case AGENT -> agentEndpoint(uri, parameters);
            default -> stockEndpoint(uri, remaining, parameters);
        };
    }

    private Endpoint agentEndpoint(String uri, Map<String, Object> parameters) throws Exception {
        Endpoint endpoint =
                new ConsulEndpoint(
                        AGENT,
                        uri,
                        this,
                        getConfiguration().copy(),
                        Optional.of((e, c) -> new AgentProducer(e, c, agent, calls, listeners)),
                        Optional.empty());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private Endpoint kvEndpoint(String uri, Map<String, Object> parameters) throws Exception {
        Endpoint endpoint =
                new ConsulEndpoint(
                        KV,
                        uri,
                        this,
                        getConfiguration().copy(),
                        Optional.of(this::producer),
                        Optional.of(this::consumer));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private Consumer consumer(
            ConsulEndpoint endpoint, ConsulConfiguration configuration, Processor processor) {
        if (!DRAIN.equals(configuration.getAction())) {
            return new ConsulKeyValueConsumer(endpoint, configuration, processor);
        }
        KeyConsumer consumer = new KeyConsumer(endpoint, processor, () -> watched(keys.drain()));
        drains.add(consumer);
        return consumer;
    }

    /** Has whoever watches whether our cluster is drained look at once. */
    public void askAnewForDrain() {
        drains.forEach(KeyConsumer::askAnew);
    }

    private WatchedKey watched(KvKey key) {
        return new WatchedKey(
                clients.http(),
                ConsulClients.url(settings),
                key,
                settings.datacenter(),
                WAIT,
                unheard);
    }

    private KvProducer producer(ConsulEndpoint endpoint, ConsulConfiguration configuration)
            throws Exception {
        KvTransactions transactions = transactions(endpoint, answers);
        return new KvProducer(
                endpoint,
                configuration,
                transactions,
                documents(transactions, answers),
                documents(transactions(endpoint, unheard), unheard),
                calls,
                answers,
                guard,
                refusals,
                listeners);
    }

    private KvTransactions transactions(ConsulEndpoint endpoint, ConsulAnswers by)
            throws Exception {
        return new KvTransactions(
                endpoint.getConsul().keyValueClient(),
                settings.datacenter(),
                settings.namespace(),
                by);
    }

    private OurDocuments documents(KvTransactions transactions, ConsulAnswers by) {
        KeyList list =
                new KeyList(lists, ConsulClients.url(settings), keys, settings.datacenter(), by);
        return new OurDocuments(list, transactions, keys);
    }

    /** The stock component takes every name that it does not know for "kv", past our guard. */
    private Endpoint stockEndpoint(String uri, String name, Map<String, Object> parameters)
            throws Exception {
        return switch (name) {
            case "event",
                    "coordinates",
                    "health",
                    "status",
                    "preparedQuery",
                    "catalog",
                    "session" ->
                    super.createEndpoint(uri, name, parameters);
            default -> throw new IllegalArgumentException("there is no consul:" + name);
        };
    }
}
