package io.kse.flow;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs a task once at the earliest of the times that it is set to. None waits while the task runs:
 * whoever begins it calls {@link #begun}. For callers that hold one lock.
 */
final class Alarm {
    private final ScheduledExecutorService thread;
    private final LongSupplier nanoTime;
    private final Runnable task;
    private ScheduledFuture<?> next;
    private long nextAt;
    private boolean stopped;

    /**
     * @param nanoTime as {@link System#nanoTime()}, here and below
     */
    Alarm(ScheduledExecutorService thread, LongSupplier nanoTime, Runnable task) {
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.task = task;
    }

    /** Changes nothing if it is set to an earlier time already, or was stopped. */
    void set(long at) {
        if (stopped || next != null && nextAt - at <= 0) {
            return;
        }
        cancel();
        nextAt = at;
        next = thread.schedule(task, at - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
    }

    /** The task has begun: from now on it may be set for the next time. */
    void begun() {
        next = null;
    }

    /** For good. */
    void stop() {
        stopped = true;
        cancel();
    }

    boolean isStopped() {
        return stopped;
    }

    private void cancel() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
