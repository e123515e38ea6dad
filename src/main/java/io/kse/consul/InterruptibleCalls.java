package io.kse.consul;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Makes blocking calls that an interrupt ends at once: a thread that reads from a socket does not
 * hear of interrupts, so another thread reads, and this one waits for it.
 *
 * <p>A call that was interrupted before it began is never made. One that is left behind goes on
 * until its time limit, and its outcome is not known.
 */
final class InterruptibleCalls {
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    call -> {
                        Thread thread = new Thread(call, "consul-call");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** What {@code call} returns or throws. */
    <T> T make(Supplier<T> call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Future<T> result = threads.submit(call::get);
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException(e.getCause());
    }

    void stop() {
        threads.shutdownNow();
    }
}
