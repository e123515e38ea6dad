package io.kse.consul;

import io.kse.consul.KeyList.Listed;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads everything of our cluster: its documents, the list of nodes, whether it is drained, and the
 * brake's keys.
 *
 * <p>Costs by our own documents: of other clusters only the names of their keys come over the wire,
 * and no value.
 */
final class OurDocuments {
    private final KeyList list;
    private final KvTransactions transactions;
    private final KeySpace keys;

    OurDocuments(KeyList list, KvTransactions transactions, KeySpace keys) {
        this.list = list;
        this.transactions = transactions;
        this.keys = keys;
    }

    /**
     * Keys and values are not read at one moment: a value is as it was a little after the list, and
     * a key that vanished meanwhile is missing.
     *
     * @throws ConsulUnavailable if Consul does not answer
     * @throws ConsulRefused if it answers no
     */
    Snapshot read() {
        Listed listed = list.read();
        Map<KvKey, Stored> stored = new HashMap<>(transactions.readListed(listed.keys()));
        List<KvKey> beside = List.of(keys.nodes(), keys.drain(), keys.brake(), keys.brakeRelease());
        stored.putAll(transactions.read(beside).stored());
        return new Snapshot(stored, listed.isFiltered());
    }
}
