package io.kse.consul;

import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.ImmutableTxResponse;
import org.kiwiproject.consul.model.kv.Operation;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.option.ImmutableTransactionOptions;
import org.kiwiproject.consul.option.TransactionOptions;

/**
 * Reads and changes keys through Consul's transactions.
 *
 * <p>Never changes a key without a fence that holds, nor one that is not at the index of its
 * change, and makes all changes of a Transaction or none. Not to be interrupted: see {@link
 * InterruptibleCalls}.
 */
final class KvTransactions {
    /** What Consul took up to 1.13; newer ones take 128. */
    static final int MAX_OPERATIONS = 64;

    private final KeyValueClient client;
    private final TransactionOptions options;
    private final Optional<String> namespace;
    private final ConsulAnswers answers;

    /**
     * @param datacenter empty means the agent's own
     */
    KvTransactions(
            KeyValueClient client,
            Optional<String> datacenter,
            Optional<String> namespace,
            ConsulAnswers answers) {
        this.client = client;
        this.options = ImmutableTransactionOptions.builder().datacenter(datacenter).build();
        this.namespace = namespace;
        this.answers = answers;
    }

    /**
     * What Consul holds under exactly these keys, read in one transaction for every 64 of them.
     *
     * <p>A key that our token may not read is missing, as if it did not exist: Consul does not tell
     * them apart.
     *
     * @throws ConsulUnavailable if Consul does not answer
     * @throws ConsulRefused if it answers no
     */
    Snapshot read(Collection<KvKey> keys) {
        return new Snapshot(readInBatches(keys, batch -> perform(batch, KvOperation::read)));
    }

    /**
     * The same for keys that were there just now. Does not come across the values of keys that
     * start with one of these, such as those of cluster {@code prod2} besides {@code prod}'s.
     */
    Map<KvKey, Stored> readListed(Collection<KvKey> keys) {
        return readInBatches(keys, this::performListed);
    }

    /**
     * Returns if keys that were missing do not exist; reading does not tell them from hidden ones.
     *
     * @throws ConsulDenied if our token may not read one of them
     * @throws ConsulUnavailable if Consul does not answer
     */
    void requireReadable(Collection<KvKey> missing) {
        readInBatches(missing, this::performCheck);
    }

    /**
     * Those of {@code keys} that do not exist, and are not merely hidden from us.
     *
     * @throws ConsulDenied if our token may not read one of them
     * @throws ConsulUnavailable if Consul does not answer
     */
    Set<KvKey> missing(Collection<KvKey> keys) {
        Set<KvKey> missing = new HashSet<>(keys);
        missing.removeAll(read(keys).stored().keySet());
        requireReadable(missing);
        return missing;
    }

    /** Consul checks the right before it looks whether there is such a key. */
    private TxResponse performCheck(List<KvKey> keys) {
        try {
            return perform(keys, KvOperation::check);
        } catch (FencedOff e) {
            return ImmutableTxResponse.builder().build();
        }
    }

    private TxResponse performListed(List<KvKey> keys) {
        try {
            return perform(keys, KvOperation::get);
        } catch (StaleSnapshot e) {
            // One of them is gone since: these few are read in the way that endures it.
            return perform(keys, KvOperation::read);
        }
    }

    private static Map<KvKey, Stored> readInBatches(
            Collection<KvKey> keys, Function<List<KvKey>, TxResponse> reading) {
        List<KvKey> wanted = List.copyOf(new HashSet<>(keys));
        Map<KvKey, Stored> stored = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += MAX_OPERATIONS) {
            int to = Math.min(from + MAX_OPERATIONS, wanted.size());
            List<KvKey> batch = wanted.subList(from, to);
            stored.putAll(stored(batch, reading.apply(batch)));
        }
        return stored;
    }

    private static Map<KvKey, Stored> stored(List<KvKey> keys, TxResponse response) {
        Set<KvKey> wanted = Set.copyOf(keys);
        Map<KvKey, Stored> stored = new HashMap<>();
        for (Map<String, Value> result : response.results()) {
            Value value = result.get("KV");
            // Reading a tree also yields the keys that merely start with ours.
            KvKey key = new KvKey(value.getKey());
            if (wanted.contains(key)) {
                stored.put(key, stored(value));
            }
        }
        return stored;
    }

    /** Consul keeps an empty value as null. */
    private static Stored stored(Value value) {
        return new Stored(value.getModifyIndex(), value.getValueAsBytes().orElse(new byte[0]));
    }

    /**
     * Makes the changes, all or none, if the fence holds. Sends nothing for no changes.
     *
     * @throws IllegalArgumentException if there are more than 64 operations, the fence included
     * @throws FencedOff if the fence does not hold, whatever else there is
     * @throws StaleSnapshot if a key is not at the index of its change
     * @throws ConsulDenied if our token may not read the fence or not write one of the keys; a key
     *     that it may not read is one that it may not write, and no endless StaleSnapshot
     * @throws ChangeTooLarge if the request is larger than Consul takes, about 512 KB
     * @throws ConsulUnavailable if Consul does not answer; the changes may have been made
     * @throws ConsulRefused if it answers no for another reason
     */
    void apply(Fence fence, Transaction transaction) {
        if (transaction.changes().isEmpty()) {
            return;
        }
        perform(operations(fence, transaction), Action.WRITE);
    }

    private List<KvOperation> operations(Fence fence, Transaction transaction) {
        List<KvOperation> operations = new ArrayList<>();
        operations.add(KvOperation.of(fence, namespace));
        transaction.changes().forEach(change -> operations.add(KvOperation.of(change, namespace)));
        return operations;
    }

    private TxResponse perform(
            List<KvKey> keys, BiFunction<KvKey, Optional<String>, KvOperation> reading) {
        return perform(
                keys.stream().map(key -> reading.apply(key, namespace)).toList(), Action.READ);
    }

    private TxResponse perform(List<KvOperation> operations, Action action) {
        if (operations.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException(
                    operations.size()
                            + " operations in a transaction, the limit is "
                            + MAX_OPERATIONS);
        }
        try {
            TxResponse response =
                    client.performTransaction(options, operations.toArray(Operation[]::new))
                            .getResponse();
            answers.success(action);
            return response;
        } catch (ConsulException e) {
            throw answers.failure(e, action, operations);
        }
    }
}
