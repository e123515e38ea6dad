package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.LeaderLock;
import io.kse.leadership.LockEntry;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutablePutOptions;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.QueryOptions;

/**
 * The leaders' lock as Consul's Go client keeps it, so that exporters old and new exclude each
 * other: one key, held by a session, in the datacenter of our agent.
 *
 * <p>No call takes more than a few seconds if Consul hangs. Says once which right is missing, and
 * once when it was granted.
 */
public final class ConsulLock implements LeaderLock {
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** Short, since writes are fenced; with none, Consul would take its default of 15 s. */
    private static final String LOCK_DELAY = "1s";

    private static final QueryOptions CONSISTENT =
            ImmutableQueryOptions.builder().consistencyMode(ConsistencyMode.CONSISTENT).build();

    private final KeySpace keys;
    private final String podName;
    private final Consul calls;
    private final Consul waits;
    private final LockCalls asking;
    private final OtherClusters others;
    private final Optional<FenceKey> fenceKey;

    /**
     * @param podName the value of the lock
     * @param clusterUid of the namespace kube-system; asked when a session is opened, again until
     *     it is known; must not throw. Empty means that this cluster cannot be told from others
     * @param reachability told of every call
     */
    public ConsulLock(
            ConsulClients clients,
            KeySpace keys,
            String podName,
            Supplier<Optional<String>> clusterUid,
            ConsulReachability reachability) {
        ConsulSettings settings = clients.settings();
        this.keys = keys;
        this.podName = podName;
        this.calls = clients.connect(ANSWER);
        this.waits = clients.connect(ANSWER);
        this.asking = new LockCalls(ConsulClients.address(settings), reachability);
        this.others = new OtherClusters(calls.sessionClient(), asking, clusterUid, keys.leader());
        this.fenceKey =
                settings.datacenter()
                        .map(away -> new FenceKey(settings, away, keys, podName, calls));
    }

    @Override
    public KvKey key() {
        return keys.leader();
    }

    @Override
    public String openSession(Duration ttl) {
        ImmutableSession session =
                ImmutableSession.builder()
                        .name(others.sessionName())
                        .ttl(ttl.toSeconds() + "s")
                        .lockDelay(LOCK_DELAY)
                        .behavior("release")
                        .build();
        return asking.call(
                "session:write on the agent's node",
                () -> calls.sessionClient().createSession(session).getId());
    }

    @Override
    public boolean renew(String session) {
        return asking.call("session:write on the agent's node", () -> renewed(session));
    }

    private boolean renewed(String session) {
        try {
            return calls.sessionClient().renewSession(session).isPresent();
        } catch (ConsulException e) {
            if (e.hasCode() && e.getCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean acquire(String session) {
        return asking.call("key:write on " + key(), () -> acquired(session));
    }

    /** Consul answers 500 if the session is gone; its renewal tells. */
    private boolean acquired(String session) {
        try {
            return put(ImmutablePutOptions.builder().acquire(session).build());
        } catch (ConsulException e) {
            if (e.hasCode() && e.getMessage().contains("invalid session")) {
                return false;
            }
            throw e;
        }
    }

    /** The client's own release would clear value and flags, which the Go client then refuses. */
    private boolean put(ImmutablePutOptions options) {
        return calls.keyValueClient()
                .putValue(key().path(), podName, LockEntry.FLAGS, options, StandardCharsets.UTF_8);
    }

    @Override
    public LockEntry read() {
        return read(calls.keyValueClient(), CONSISTENT);
    }

    @Override
    public LockEntry await(LockEntry seen, Duration wait) {
        BigInteger index = BigInteger.valueOf(seen.index());
        return read(
                waits.keyValueClient(),
                QueryOptions.blockSeconds((int) wait.toSeconds(), index).build());
    }

    private LockEntry read(KeyValueClient client, QueryOptions options) {
        return asking.call(
                "key:read on " + key(),
                () ->
                        client.getValue(key().path(), options)
                                .map(ConsulLock::entry)
                                .orElse(LockEntry.ABSENT));
    }

    private static LockEntry entry(Value value) {
        return new LockEntry(
                value.getModifyIndex(),
                value.getFlags(),
                value.getValueAsString(StandardCharsets.UTF_8).orElse(""),
                value.getSession());
    }

    /**
     * Where the documents are in another datacenter than the lock, a write there cannot check the
     * session: then each new leader rewrites a key there.
     */
    @Override
    public Optional<Fence> fence(String session) {
        return fenceKey.map(key -> key.fence(session, () -> renew(session)))
                .orElse(Optional.of(new Fence.SessionFence(key(), session)));
    }

    @Override
    public boolean isAnotherClusters(LockEntry held) {
        return others.isTheirs(held);
    }

    @Override
    public void lookForRefused() {
        others.lookForRefused();
    }

    /** In this order: a session that ends while it holds the lock leaves the lock-delay behind. */
    @Override
    public void release(String session) {
        try {
            asking.call(
                    "key:write on " + key(),
                    () -> put(ImmutablePutOptions.builder().release(session).build()));
        } finally {
            others.endSession(session);
        }
    }

    @Override
    public void cancelWaiting() {
        asking.end();
        fenceKey.ifPresent(FenceKey::end);
        waits.destroy();
    }

    @Override
    public void close() {
        List.of(waits, calls).forEach(Consul::destroy);
    }
}
