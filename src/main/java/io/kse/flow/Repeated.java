package io.kse.flow;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one piece of work again and again, on a thread of its own that does not keep the program
 * alive. Nothing but {@link #stop} ends it: a failure is logged, and after an Error another thread
 * goes on.
 */
final class Repeated {
    private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

    private static final Duration AFTER_ERROR = Duration.ofSeconds(3);

    private final Supplier<Duration> pause;
    private final Runnable work;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService thread;

    /**
     * @param name of the thread
     * @param pause before each time; asked each time
     */
    Repeated(String name, Supplier<Duration> pause, Runnable work) {
        this.pause = pause;
        this.work = work;
        this.thread = Executors.newSingleThreadExecutor(task -> daemon(name, task));
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** To be called once. */
    void start() {
        thread.execute(() -> repeat(Duration.ZERO));
    }

    /**
     * @param rest at first: an Error that comes again each time must not fill the log
     */
    private void repeat(Duration rest) {
        try {
            boolean stops = stopsWithin(rest);
            while (!stops && !stopsWithin(pause.get())) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!isStopped()) {
                thread.execute(() -> repeat(AFTER_ERROR));
            }
        }
    }

    private boolean stopsWithin(Duration time) throws InterruptedException {
        return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void once() {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed; it goes on", Thread.currentThread().getName(), e);
        }
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** False once it has been stopped, and what was under way has ended. */
    boolean isAlive() {
        return !thread.isTerminated();
    }

    /** For good; interrupts what is under way. May be called twice, and though it never started. */
    void stop() {
        stopped.countDown();
        thread.shutdownNow();
    }
}
