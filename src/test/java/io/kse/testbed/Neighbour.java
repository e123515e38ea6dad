package io.kse.testbed;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Another cluster under the same prefix, that changes a document a hundred times a second. */
public final class Neighbour implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger writes = new AtomicInteger();

    public Neighbour(RealConsul consul, String prefix) {
        thread.scheduleAtFixedRate(() -> write(consul, prefix), 0, 10, TimeUnit.MILLISECONDS);
    }

    private void write(RealConsul consul, String prefix) {
        try {
            consul.put(prefix + "/services/shop/clusters/other", "" + writes.get());
            consul.put(prefix + "/leadership/other-leader", "" + writes.get());
            consul.delete(prefix + "/services/shop/clusters/other");
        } catch (IllegalStateException e) {
            // Consul answers 500 for a moment while it restores.
        }
        writes.incrementAndGet();
    }

    public int writes() {
        return writes.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
