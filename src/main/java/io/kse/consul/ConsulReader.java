package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.Snapshot;
import java.util.Collection;
import okhttp3.OkHttpClient;
import org.kiwiproject.consul.Consul;

/**
 * What Consul holds of our cluster, for a command that looks once and changes nothing. Says nothing
 * in the log: who asks hears of every failure.
 */
public final class ConsulReader implements AutoCloseable {
    private final Consul consul;
    private final OkHttpClient lists;
    private final KvTransactions transactions;
    private final OurDocuments documents;

    /**
     * Connects to nothing yet.
     *
     * @param keys which documents are ours; under the prefix of {@code settings}
     * @throws UnusableCertificate if a file for TLS cannot be used
     */
    public ConsulReader(ConsulSettings settings, KeySpace keys) {
        String address = ConsulClients.address(settings);
        ConsulAnswers answers = new ConsulAnswers(address, ConsulReachability.unheard(address));
        ConsulClients clients = new ConsulClients(settings);
        consul = clients.connect();
        lists = clients.http();
        transactions =
                new KvTransactions(
                        consul.keyValueClient(),
                        settings.datacenter(),
                        settings.namespace(),
                        answers);
        KeyList list =
                new KeyList(
                        lists, ConsulClients.url(settings), keys, settings.datacenter(), answers);
        documents = new OurDocuments(list, transactions, keys);
    }

    /**
     * As a comparison of the running program reads it. A key that our token may not read is
     * missing: see {@link #requireReadable}.
     *
     * @throws ConsulUnavailable if Consul does not answer
     * @throws ConsulRefused if it answers no
     */
    public Snapshot read() {
        return documents.read();
    }

    /**
     * Returns if our token may read {@code missing} keys, so that they really do not exist.
     *
     * @throws ConsulDenied if it may not
     * @throws ConsulUnavailable if Consul does not answer
     */
    public void requireReadable(Collection<KvKey> missing) {
        transactions.requireReadable(missing);
    }

    @Override
    public void close() {
        lists.connectionPool().evictAll();
        consul.destroy();
    }
}
