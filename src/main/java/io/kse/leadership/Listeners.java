package io.kse.leadership;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<BiConsumer<LeadershipState, LeadershipState>> onChange =
            new CopyOnWriteArrayList<>();
    private final List<Runnable> onDataWentBack = new CopyOnWriteArrayList<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Threads.daemon("leadership-listeners"));

    void onChange(BiConsumer<LeadershipState, LeadershipState> listener) {
        onChange.add(listener);
    }

    void onDataWentBack(Runnable listener) {
        onDataWentBack.add(listener);
    }

    /** Returns at once. */
    void changed(LeadershipState before, LeadershipState now) {
        onChange.forEach(listener -> call(() -> listener.accept(before, now)));
    }

    /** Returns at once. */
    void dataWentBack() {
        onDataWentBack.forEach(this::call);
    }

    private void call(Runnable listener) {
        thread.execute(
                () -> {
                    try {
                        listener.run();
                    } catch (RuntimeException e) {
                        LOG.error("A listener to the leadership failed", e);
                    }
                });
    }

    /** Waits for the calls that are due, within reason; calls nobody later. */
    void close(Duration patience) throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("A listener to the leadership is still busy");
        }
    }
}
