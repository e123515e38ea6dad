package io.kse.cli;

import io.kse.leadership.LockEntry;
import io.kse.testbed.RealConsul;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.option.ImmutablePutOptions;

/**
 * What a replica of the original does at the lock: a session as Consul's Go client makes one, with
 * 15 s to live and Consul's own lock-delay, and its flags.
 */
final class GoExporter implements AutoCloseable {
    private final Consul client;
    private final String lock;
    private final String pod;
    private final String session;

    GoExporter(RealConsul consul, String prefix, String cluster, String pod) {
        this.client = Consul.builder().withUrl(consul.url()).withPing(false).build();
        this.lock = "%s/leadership/%s-leader".formatted(prefix, cluster);
        this.pod = pod;
        ImmutableSession asked =
                ImmutableSession.builder().name("Consul API Lock").ttl("15s").build();
        this.session = client.sessionClient().createSession(asked).getId();
    }

    /** True if it leads from now on. */
    boolean acquire() {
        return put(ImmutablePutOptions.builder().acquire(session).build());
    }

    /** As on SIGTERM: first the lock, then the session. */
    void stop() {
        put(ImmutablePutOptions.builder().release(session).build());
        end();
    }

    /** Its session ends while it holds the lock, as when its Consul agent is lost. */
    void end() {
        client.sessionClient().destroySession(session);
    }

    /** As it does every 7.5 s while it is alive. */
    void renew() {
        client.sessionClient().renewSession(session);
    }

    private boolean put(ImmutablePutOptions options) {
        return client.keyValueClient().putValue(lock, pod, LockEntry.FLAGS, options);
    }

    @Override
    public void close() {
        client.destroy();
    }
}
