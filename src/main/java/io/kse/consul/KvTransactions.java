package io.kse.consul;

import io.kse.document.KvKey;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.Operation;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.option.ImmutableTransactionOptions;
import org.kiwiproject.consul.option.TransactionOptions;

/**
 * Reads and changes keys through Consul's transactions.
 *
 * <p>Never changes a key that is not at the index of its change, and makes all changes of a
 * Transaction or none. An interrupt ends a call: with InterruptedException, which OkHttp throws
 * undeclared, or with ConsulUnavailable and the thread still marked as interrupted.
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
        List<KvKey> wanted = List.copyOf(new HashSet<>(keys));
        Map<KvKey, Stored> stored = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += MAX_OPERATIONS) {
            int to = Math.min(from + MAX_OPERATIONS, wanted.size());
            stored.putAll(readTogether(wanted.subList(from, to)));
        }
        return new Snapshot(stored);
    }

    private Map<KvKey, Stored> readTogether(List<KvKey> keys) {
        Set<KvKey> wanted = Set.copyOf(keys);
        Map<KvKey, Stored> stored = new HashMap<>();
        for (Map<String, Value> result : perform(reads(keys)).results()) {
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
     * Makes the changes, all or none.
     *
     * @throws IllegalArgumentException if there are more than 64 operations
     * @throws StaleSnapshot if a key is not at the index of its change
     * @throws ConsulDenied if our token may not write one of the keys
     * @throws ChangeTooLarge if the request is larger than Consul takes, about 512 KB
     * @throws ConsulUnavailable if Consul does not answer; the changes may have been made
     * @throws ConsulRefused if it answers no for another reason
     */
    void apply(Transaction transaction) {
        if (!transaction.changes().isEmpty()) {
            perform(operations(transaction));
        }
    }

    private List<KvOperation> operations(Transaction transaction) {
        return transaction.changes().stream()
                .map(change -> KvOperation.of(change, namespace))
                .toList();
    }

    private List<KvOperation> reads(List<KvKey> keys) {
        return keys.stream().map(key -> KvOperation.read(key, namespace)).toList();
    }

    private TxResponse perform(List<KvOperation> operations) {
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
            answers.success();
            return response;
        } catch (ConsulException e) {
            throw answers.failure(e, operations);
        }
    }
}
