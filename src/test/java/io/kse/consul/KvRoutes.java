package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.document.KvKey;
import io.kse.plan.KvChange;
import io.kse.plan.Snapshot;
import io.kse.plan.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.consul.ConsulConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.kiwiproject.consul.Consul;

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

    private KvRoutes(ConsulSettings settings, Consul consul) throws Exception {
        this.consul = consul;
        this.reachability = new ConsulReachability(ConsulClients.address(settings));
        context.addComponent("consul", new KvComponent(settings, consul, reachability));
        context.start();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("kv.camel.yaml", ROUTES));
        template = context.createProducerTemplate();
    }

    static KvRoutes to(ConsulSettings settings) throws Exception {
        return new KvRoutes(settings, ConsulClients.connect(settings));
    }

    static KvRoutes to(ConsulSettings settings, Duration readTimeout) throws Exception {
        return new KvRoutes(settings, ConsulClients.connect(settings, readTimeout));
    }

    Snapshot read(KvKey... keys) {
        return send("direct:read", List.of(keys), Snapshot.class);
    }

    /** Gives the body that comes out. */
    Transaction apply(KvChange... changes) {
        return send("direct:apply", new Transaction(List.of(changes)), Transaction.class);
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
