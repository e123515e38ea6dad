package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.IndexFence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.plan.KvChange;
import io.kse.plan.Snapshot;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.consul.ConsulConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.session.ImmutableSession;

/** Routes as users write them, on our consul:kv; a failure comes out as the route threw it. */
final class KvRoutes implements AutoCloseable {
    private static final String ROUTES =
            """
            - route:
                id: read
                from:
                  uri: direct:read
                  steps:
                    - to: { uri: consul:kv, parameters: { action: SNAPSHOT } }
            - route:
                id: read-all
                from:
                  uri: direct:read-all
                  steps:
                    - to: { uri: consul:kv, parameters: { action: SNAPSHOT_ALL } }
            - route:
                id: missing
                from:
                  uri: direct:missing
                  steps:
                    - to: { uri: consul:kv, parameters: { action: MISSING } }
            - route:
                id: apply
                from:
                  uri: direct:apply
                  steps:
                    - to: { uri: consul:kv, parameters: { action: TRANSACTION } }
            """;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Consul consul;
    private final ProducerTemplate template;
    final ConsulReachability reachability;

    /** Sent with every transaction; at first one that no Consul knows. */
    Fence fence = new SessionFence(key("kse/leadership/prod-leader"), "none");

    private KvRoutes(ConsulClients clients, Consul consul) throws Exception {
        ConsulSettings settings = clients.settings();
        this.consul = consul;
        this.reachability = new ConsulReachability(ConsulClients.address(settings));
        context.addComponent(
                "consul",
                new KvComponent(
                        clients,
                        keys(settings),
                        consul,
                        reachability,
                        new Heard(),
                        new AgentServices(clients, reachability)));
        context.start();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("kv.camel.yaml", ROUTES));
        template = context.createProducerTemplate();
    }

    /** What was said of refused transactions. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** What was said of transactions that were not made. */
    final List<String> notMade = new CopyOnWriteArrayList<>();

    private final class Heard implements Refusals {
        @Override
        public void fencedOff(Fence fence) {
            heard.add("fenced off: " + fence.key());
        }

        @Override
        public void keyMoved() {
            heard.add("a key has moved");
        }

        @Override
        public void notMade(Transaction transaction, Collection<KvKey> keys, String why) {
            notMade.add(keys + ": " + why);
        }
    }

    static KvRoutes to(ConsulSettings settings) throws Exception {
        return to(new ConsulClients(settings));
    }

    static KvRoutes to(ConsulClients clients) throws Exception {
        return new KvRoutes(clients, clients.connect());
    }

    static KvRoutes to(ConsulSettings settings, Duration readTimeout) throws Exception {
        ConsulClients clients = new ConsulClients(settings);
        return new KvRoutes(clients, clients.connect(readTimeout));
    }

    /** Of cluster "prod". */
    private static KeySpace keys(ConsulSettings settings) {
        return new KeySpace(settings.prefix(), new ClusterId("prod"));
    }

    Snapshot read(KvKey... keys) {
        return send("direct:read", List.of(keys), Snapshot.class);
    }

    /** Everything of our cluster. */
    Snapshot readAll() {
        return send("direct:read-all", null, Snapshot.class);
    }

    /** Those that do not exist. */
    Collection<?> missing(KvKey... keys) {
        return send("direct:missing", List.of(keys), Collection.class);
    }

    /** Gives the body that comes out. */
    Transaction apply(KvChange... changes) {
        return apply(Map.of(KvComponent.FENCE, fence), changes);
    }

    Transaction apply(Map<String, Object> headers, KvChange... changes) {
        Transaction body = new Transaction(List.of(changes));
        return rethrowing(
                () ->
                        template.requestBodyAndHeaders(
                                "direct:apply", body, headers, Transaction.class));
    }

    /** Makes {@link #fence} one that holds, on a key that is not under our prefix. */
    KvRoutes lead() {
        fence = newIndexFence();
        return this;
    }

    IndexFence newIndexFence() {
        KvKey key = key("fences/" + UUID.randomUUID());
        consul.keyValueClient().putValue(key.path(), "test");
        return new IndexFence(key, read(key).get(key).orElseThrow().index());
    }

    /** As an exporter that leads: a session that holds the lock at that key. */
    SessionFence newSessionFence(String path) {
        String session =
                consul.sessionClient()
                        .createSession(ImmutableSession.builder().lockDelay("0s").build())
                        .getId();
        if (!consul.keyValueClient().acquireLock(path, session)) {
            throw new IllegalStateException("somebody holds " + path);
        }
        return new SessionFence(key(path), session);
    }

    /** Sends a stock action. */
    void act(String uri, Map<String, Object> headers) {
        rethrowing(
                () ->
                        template.requestBodyAndHeaders(
                                uri, "a route's value", headers, String.class));
    }

    void act(String action, String key) {
        act(
                "consul:kv",
                Map.of(ConsulConstants.CONSUL_ACTION, action, ConsulConstants.CONSUL_KEY, key));
    }

    /** What is stored under {@code key} as text; "absent" if there is none. */
    String text(KvKey key) {
        return read(key)
                .get(key)
                .map(stored -> new String(stored.value(), StandardCharsets.UTF_8))
                .orElse("absent");
    }

    private <T> T send(String uri, Object body, Class<T> type) {
        return rethrowing(() -> template.requestBody(uri, body, type));
    }

    private static <T> T rethrowing(Supplier<T> call) {
        try {
            return call.get();
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** What the routes call, for tests that cannot go through Camel. */
    KvTransactions transactions() {
        return new KvTransactions(
                consul.keyValueClient(),
                Optional.empty(),
                Optional.empty(),
                new ConsulAnswers("consul:8500", reachability));
    }

    Consul consul() {
        return consul;
    }

    static KvKey key(String path) {
        return new KvKey(path);
    }

    static KvKey[] keys(String... paths) {
        return Arrays.stream(paths).map(KvKey::new).toArray(KvKey[]::new);
    }

    static KvChange put(String path, String json, long index) {
        return new KvChange.Put(new KvKey(path), json, index, "a test");
    }

    static KvChange delete(String path, long index) {
        return new KvChange.Delete(new KvKey(path), index, "a test");
    }

    @Override
    public void close() {
        context.stop();
        consul.destroy();
    }
}
