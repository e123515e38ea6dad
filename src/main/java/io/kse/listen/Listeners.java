package io.kse.listen;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who want to hear of something, told on the thread that does it.
 *
 * <p>Goes on if one fails: what it heard of has happened, and is not to fail for it. Safe for
 * several threads.
 */
public final class Listeners<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<T> all = new CopyOnWriteArrayList<>();

    public void add(T listener) {
        all.add(listener);
    }

    /** Tells all of them, in the order in which they were added. */
    public void tell(Consumer<? super T> news) {
        all.forEach(each -> call(() -> news.accept(each)));
    }

    /**
     * The same, each as a task of its own, so that not even an Error of one keeps it from others.
     */
    public void tellBy(Executor executor, Consumer<? super T> news) {
        all.forEach(each -> executor.execute(() -> call(() -> news.accept(each))));
    }

    private static void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("A listener failed; what it was told of goes on", e);
        }
    }
}
