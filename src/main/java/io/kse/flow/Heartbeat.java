package io.kse.flow;

import io.kse.document.Beat;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeat's part in the routes. Written past the plan, since it is no part of what load
 * balancers read, but with the fence and compare-and-set like everything else.
 */
public final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final KvKey key;
    private final Supplier<Beat> now;
    private String said = "";

    Heartbeat(KvKey key, Supplier<Beat> now) {
        this.key = key;
        this.now = now;
    }

    /** What has to be read. */
    public Set<KvKey> key() {
        return Set.of(key);
    }

    /** What is to be written. */
    public Transaction beat(Snapshot snapshot) {
        long index = snapshot.get(key).map(Stored::index).orElse(0L);
        return new Transaction(List.of(new Put(key, now.get().json(), index, "heartbeat")));
    }

    /** It was written. */
    public void isBeating() {
        if (!said.isEmpty()) {
            said = "";
            LOG.info("The heartbeat {} is written again", key);
        }
    }

    /** Consul refuses it, which an operator has to know of; said once. */
    public void refused(Exception why) {
        if (!why.getMessage().equals(said)) {
            said = why.getMessage();
            LOG.warn("{}; no heartbeat, tried again until it works", said);
        }
    }
}
