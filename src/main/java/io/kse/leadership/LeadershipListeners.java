package io.kse.leadership;

import io.kse.listen.Listeners;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls those who want to know, on a thread of its own: a slow listener must not delay a renewal.
 *
 * <p>Keeps the order, and goes on to the next listener if one fails.
 */
final class LeadershipListeners {
    private static final Logger LOG = LoggerFactory.getLogger(LeadershipListeners.class);

    private final Listeners<BiConsumer<LeadershipState, LeadershipState>> onChange =
            new Listeners<>();
    private final Listeners<Runnable> onDataWentBack = new Listeners<>();
    private final ExecutorService thread;

    LeadershipListeners() {
        this(Executors.newSingleThreadExecutor(Threads.daemon("leadership-listeners")));
    }

    /** {@code thread}: runs one call after the other. */
    LeadershipListeners(ExecutorService thread) {
        this.thread = thread;
    }

    void onChange(BiConsumer<LeadershipState, LeadershipState> listener) {
        onChange.add(listener);
    }

    void onDataWentBack(Runnable listener) {
        onDataWentBack.add(listener);
    }

    /** Returns at once. */
    void changed(LeadershipState before, LeadershipState now) {
        onChange.tellBy(thread, listener -> listener.accept(before, now));
    }

    /** Returns at once. */
    void dataWentBack() {
        onDataWentBack.tellBy(thread, Runnable::run);
    }

    /** Waits for the calls that are due, within reason; calls nobody later. */
    void close(Duration patience) throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("A listener to the leadership is still busy");
        }
    }
}
