package io.kse.status;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelector;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Transaction;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The original's metrics under the original's names and tags, for its dashboards. Where we do
 * something else than the original did, the number is the nearest one that we have: a transaction
 * counts once for each of its keys.
 */
public final class OriginalMetrics implements AutoCloseable {
    /** All its events have the same one. */
    private static final Tags PRIORITY = Tags.of("priority", "0");

    private static final String QUEUE = "kubernetes.service_handler.queue.";

    private final DogStatsD agent;
    private final KeySpace keys;
    private final String podName;

    public OriginalMetrics(DogStatsD agent, KeySpace keys, String podName) {
        this.agent = agent;
        this.keys = keys;
        this.podName = podName;
    }

    /** The program runs; said once. */
    public void started() {
        once("start");
    }

    /** The program is about to end; said once. */
    public void stopping() {
        once("shutdown");
    }

    private void once(String name) {
        AtomicBoolean isSaid = new AtomicBoolean();
        agent.gauge(name, Tags.empty(), () -> isSaid.getAndSet(true) ? Double.NaN : 1.0);
    }

    public void stopped(Duration time) {
        agent.time("shutdown_time", Tags.empty(), time);
    }

    /**
     * @param length how many events of Services wait
     * @param adds how many have come in since the start
     */
    public void queue(IntSupplier length, LongSupplier adds) {
        agent.gauge(QUEUE + "length", PRIORITY, length::getAsInt);
        agent.counter(QUEUE + "adds", PRIORITY, adds);
    }

    /**
     * An event of a Service went its way.
     *
     * @param handler add, update or delete
     */
    public void serviceEvent(String handler, Duration time) {
        Tags tags = Tags.of("handler", handler);
        agent.count("kubernetes.service_handler.count", tags, 1);
        agent.time("kubernetes.service_handler.time", tags, time);
    }

    /** An event of a Node has come in. */
    public void nodeEvent(String handler) {
        agent.count("kubernetes.node_handler", Tags.of("handler", handler), 1);
    }

    /** What is to be published of Nodes now; empty while they are not all known. */
    public void nodes(Optional<NodeExport> export) {
        String selector = export.flatMap(NodeExport::selector).map(NodeSelector::text).orElse("");
        Set<String> names =
                export.map(NodeExport::nodes).stream()
                        .flatMap(Collection::stream)
                        .map(ExportedNode::name)
                        .collect(Collectors.toSet());
        agent.ones(
                "nodes",
                names.stream().map(node -> Tags.of("selector", selector, "node", node)).toList());
    }

    /** Keys of documents were read. */
    public void read(boolean isDone, Duration time) {
        kv("metadata", "get", 1, isDone, time);
    }

    /** The lock was read. */
    public void lockRead(boolean isDone, Duration time) {
        kv("leader", "get", 1, isDone, time);
    }

    /** All changes of a transaction were made, or none. */
    public void changed(Transaction transaction, boolean isDone, Duration time) {
        var kinds = new TreeMap<String, Integer>();
        transaction
                .changes()
                .forEach(
                        change ->
                                kinds.merge(kind(change) + " " + method(change), 1, Integer::sum));
        kinds.forEach(
                (kind, amount) -> {
                    String[] words = kind.split(" ");
                    kv(words[0], words[1], amount, isDone, time);
                });
        transaction.changes().forEach(change -> document(change, isDone));
    }

    private String kind(KvChange change) {
        return change.key().equals(keys.nodes()) ? "nodes" : "metadata";
    }

    private static String method(KvChange change) {
        return change instanceof Put ? "put" : "delete";
    }

    private void kv(String kind, String method, int amount, boolean isDone, Duration time) {
        Tags tags = Tags.of("kv", kind, "method", method);
        agent.time("consul.kv.time", tags, time);
        agent.count("consul.kv." + (isDone ? "success" : "fail"), tags, amount);
    }

    private void document(KvChange change, boolean isDone) {
        KvKey key = change.key();
        if (!keys.isOurs(key.path())) {
            return;
        }
        String service = value(keys.serviceId(key));
        agent.countOf(
                service,
                "target.service." + (isDone ? "success" : "fail"),
                Tags.of("handler", handler(change), "service", service));
        if (isDone && change instanceof Delete) {
            agent.forget(service);
        }
    }

    private static String handler(KvChange change) {
        if (change instanceof Delete) {
            return "delete";
        }
        return change.index() == 0 ? "create" : "update";
    }

    /** What the agent holds was read. */
    public void registrationsRead(boolean isDone, Duration time) {
        Tags tags = Tags.of("method", "get");
        agent.time("consul.service.time", tags, time);
        agent.count("consul.service." + (isDone ? "success" : "fail"), tags, 1);
    }

    /**
     * The agent was to register a Consul Service, or to deregister it.
     *
     * @param id of the Consul Service
     */
    public void registered(String id, boolean isDeregistered, boolean isDone, Duration time) {
        String service = value(id);
        Tags tags = Tags.of("method", isDeregistered ? "delete" : "put", "service", service);
        agent.timeOf(service, "consul.service.time", tags, time);
        agent.countOf(service, "consul.service." + (isDone ? "success" : "fail"), tags);
        if (isDone && isDeregistered) {
            agent.forget(service);
        }
    }

    public void elected() {
        agent.count("consul.leadership.elected", Tags.of("client_id", value(podName)), 1);
    }

    /** Another replica deletes documents from now on, so that nothing of theirs is kept here. */
    public void relinquished() {
        agent.count("consul.leadership.relinquished", Tags.of("client_id", value(podName)), 1);
        agent.forgetAll();
    }

    /** Owners of Services must not add tags, nor lines. */
    private static String value(String text) {
        return text.replaceAll("[,|#\\p{Cntrl}]", "_");
    }

    @Override
    public void close() {
        agent.close();
    }
}
