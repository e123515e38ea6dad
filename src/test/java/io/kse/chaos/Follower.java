package io.kse.chaos;

import io.kse.testbed.KvTree;
import io.kse.testbed.RealConsul;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows what Consul holds under a prefix, past the program under test, and keeps each state that
 * it saw. What changed and changed back in between shows in the CreateIndex and ModifyIndex.
 */
final class Follower implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final RealConsul consul;
    private final String prefix;
    private final Ticks ticks;
    private final Consumer<KvTree> seen;
    private final Thread thread = new Thread(this::follow, "follower");
    private final CountDownLatch closed = new CountDownLatch(1);
    private List<Sight> sights = new ArrayList<>();

    /**
     * What was there at one moment.
     *
     * @param tick not before that moment
     */
    record Sight(long tick, KvTree tree) {}

    /**
     * @param seen is told each state, one after the other
     */
    Follower(RealConsul consul, String prefix, Ticks ticks, Consumer<KvTree> seen) {
        this.consul = consul;
        this.prefix = prefix;
        this.ticks = ticks;
        this.seen = seen;
        look(KvTree.of(consul, prefix));
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        boolean isNew = false;
        while (closed.getCount() > 0) {
            try {
                look(isNew ? KvTree.of(consul, prefix) : last().tree().next(consul, prefix, WAIT));
                isNew = false;
            } catch (UncheckedIOException | IllegalStateException e) {
                // Consul is away, or says that it has no leader; it may come back with less.
                isNew = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            closed.await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private void look(KvTree tree) {
        synchronized (this) {
            sights.add(new Sight(ticks.next(), tree));
            notifyAll();
        }
        seen.accept(tree);
    }

    synchronized Sight last() {
        return sights.get(sights.size() - 1);
    }

    /** Returns when there is a later one than that, or after that time. */
    synchronized void awaitLater(Sight than, Duration time) throws InterruptedException {
        if (last().tick() == than.tick()) {
            wait(time.toMillis());
        }
    }

    /** All since it was asked last, and the one before them. */
    synchronized List<Sight> take() {
        List<Sight> all = sights;
        sights = new ArrayList<>(List.of(last()));
        return all;
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
