package io.kse.consul;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.LeaderLock;
import io.kse.plan.Snapshot;
import io.kse.plan.Transaction;
import io.kse.testbed.RealConsul;
import java.util.Collection;
import java.util.Optional;
import org.kiwiproject.consul.Consul;

/** A real Consul, as one exporter asks it: transactions, and the lock. */
public final class RealKv implements AutoCloseable {
    private final Consul client;
    private final KvTransactions transactions;
    private final LeaderLock lock;

    /**
     * @param keys whose lock it is
     */
    public RealKv(RealConsul consul, KeySpace keys) {
        ConsulClients clients = new ConsulClients(Settings.plain(consul.port()));
        String address = ConsulClients.address(clients.settings());
        ConsulReachability reachability = ConsulReachability.unheard(address);
        this.client = clients.connect();
        this.transactions =
                new KvTransactions(
                        client.keyValueClient(),
                        Optional.empty(),
                        Optional.empty(),
                        new ConsulAnswers(address, reachability));
        this.lock = new ConsulLock(clients, keys, "pod", Optional::empty, reachability);
    }

    public LeaderLock lock() {
        return lock;
    }

    /** As {@link KvTransactions#read}. */
    public Snapshot read(Collection<KvKey> keys) {
        return transactions.read(keys);
    }

    /** As {@link KvTransactions#apply}. */
    public void apply(Fence fence, Transaction transaction) {
        transactions.apply(fence, transaction);
    }

    @Override
    public void close() {
        lock.cancelWaiting();
        lock.close();
        client.destroy();
    }
}
