package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.leadership.Fence;
import io.kse.plan.KvChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.ImmutableTransactionOptions;
import org.kiwiproject.consul.option.QueryOptions;
import org.kiwiproject.consul.option.TransactionOptions;

/**
 * The key that each new leader rewrites in the documents' datacenter, so that its predecessor's
 * late writes are refused there.
 *
 * <p>Never rewrites it for a replica that lost the lock before it looked at the key.
 */
final class FenceKey {
    private final KeySpace keys;
    private final String podName;
    private final KeyValueClient client;
    private final LockCalls asking;
    private final QueryOptions there;
    private final TransactionOptions changeThere;
    private final Optional<String> namespace;

    /**
     * @param datacenter of the documents; it may be the lock's
     * @param consul an agent in the lock's datacenter
     */
    FenceKey(
            ConsulSettings settings,
            String datacenter,
            KeySpace keys,
            String podName,
            Consul consul) {
        this.keys = keys;
        this.podName = podName;
        this.client = consul.keyValueClient();
        this.namespace = settings.namespace();
        this.there =
                ImmutableQueryOptions.builder()
                        .datacenter(datacenter)
                        .consistencyMode(ConsistencyMode.CONSISTENT)
                        .build();
        this.changeThere = ImmutableTransactionOptions.builder().datacenter(datacenter).build();
        // Our own agent answers all the while: the outage of the other datacenter is another one.
        String address = ConsulClients.address(settings) + " for datacenter " + datacenter;
        this.asking = new LockCalls(address, new ConsulReachability(address));
    }

    /**
     * @param session holds the lock
     * @param stillHeld asks the lock's datacenter
     * @return empty if another leader was faster
     */
    Optional<Fence> fence(String session, BooleanSupplier stillHeld) {
        if (read(keys.leader().path()).flatMap(Value::getSession).equals(Optional.of(session))) {
            return Optional.of(new Fence.SessionFence(keys.leader(), session));
        }
        long before = read(keys.fence().path()).map(Value::getModifyIndex).orElse(0L);
        // A leader after us has looked at the key after this, and wins.
        return stillHeld.getAsBoolean() ? rewrite(before) : Optional.empty();
    }

    /** Calls that fail from now on fail because we end them. */
    void end() {
        asking.end();
    }

    private Optional<Value> read(String key) {
        return asking.call("key:read on " + key, () -> client.getValue(key, there));
    }

    private Optional<Fence> rewrite(long before) {
        KvOperation rewrite =
                KvOperation.of(
                        new KvChange.Put(keys.fence(), podName, before, "new leader"), namespace);
        return asking.call(
                "key:write on " + keys.fence(), List.of(rewrite), () -> rewritten(rewrite));
    }

    private Optional<Fence> rewritten(KvOperation rewrite) {
        try {
            TxResponse response = client.performTransaction(changeThere, rewrite).getResponse();
            Map<String, Value> result = response.results().get(0);
            return Optional.of(
                    new Fence.IndexFence(keys.fence(), result.get("KV").getModifyIndex()));
        } catch (ConsulException e) {
            if (e.hasCode() && e.getMessage().contains("index is stale")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
