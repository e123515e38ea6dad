package io.kse.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does things at their time: changes one after the other, and a fault beside them. */
final class Player implements AutoCloseable {
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService changes = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService faults = Executors.newSingleThreadScheduledExecutor();
    private final List<Future<?>> all = new ArrayList<>();
    private Future<? extends Future<Boolean>> fault;

    /** Changes are given in the order of their time. */
    void change(Duration at, Runnable work) {
        all.add(changes.schedule(work, left(at), TimeUnit.NANOSECONDS));
    }

    void fault(Callable<Injection.End> begin, Duration at, Duration lasts) {
        fault =
                faults.schedule(
                        () -> {
                            Injection.End end = begin.call();
                            return faults.schedule(
                                    () -> ended(end), lasts.toNanos(), TimeUnit.NANOSECONDS);
                        },
                        left(at),
                        TimeUnit.NANOSECONDS);
    }

    private static boolean ended(Injection.End end) throws Exception {
        end.end();
        return true;
    }

    private long left(Duration at) {
        return at.toNanos() - (System.nanoTime() - begun);
    }

    /**
     * @throws ExecutionException if one of them did not work
     */
    void awaitEnd() throws InterruptedException, ExecutionException {
        for (Future<?> each : all) {
            each.get();
        }
        fault.get().get();
    }

    @Override
    public void close() {
        changes.shutdownNow();
        faults.shutdownNow();
    }
}
