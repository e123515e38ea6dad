package io.kse.flow;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Rings for comparisons, whoever wants one and however often. One runs at a time; between the
 * beginnings of two there are 10 seconds, unless a new leader needs one, or Consul Services do that
 * would wait for documents otherwise; 3 after one that failed.
 */
public final class Bell {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(3);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LAST_RETRY = Duration.ofSeconds(60);

    private final ScheduledExecutorService thread;
    private final LongSupplier nanoTime;
    private final Consumer<Set<Trigger>> comparison;
    private final Set<Trigger> rung = EnumSet.noneOf(Trigger.class);
    private ScheduledFuture<?> next;
    private long nextAt;
    private long notBefore;
    private long begun;
    private int failures;
    private boolean later;
    private boolean stopped;

    /**
     * @param thread one thread, for comparisons only; whoever made it ends it
     * @param nanoTime as {@link System#nanoTime()}
     * @param comparison runs to its end; one that throws is begun anew
     */
    public Bell(
            ScheduledExecutorService thread,
            LongSupplier nanoTime,
            Consumer<Set<Trigger>> comparison) {
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.comparison = comparison;
        this.notBefore = nanoTime.getAsLong();
    }

    /** A comparison begins as soon as it may. */
    public synchronized void ring(Trigger trigger) {
        rung.add(trigger);
        schedule(trigger.isUrgent() ? nanoTime.getAsLong() : notBefore);
    }

    /**
     * The comparison under way has failed: again when something rings, and after a pause that
     * doubles from failure to failure, from 3 seconds up to a minute.
     */
    public synchronized void again(Set<Trigger> failed) {
        rung.addAll(failed);
        rung.add(Trigger.FAILED);
        notBefore = begun + PAUSE_AFTER_FAILURE.toNanos();
        later();
    }

    /**
     * Something is left to do; a comparison begins after the pause as after a failure. Many calls
     * before that count as one.
     */
    public synchronized void later() {
        if (later) {
            return;
        }
        later = true;
        rung.add(Trigger.LEFT_OVER);
        long pause = FIRST_RETRY.toNanos() << Math.min(failures, 8);
        failures++;
        long at = nanoTime.getAsLong() + Math.min(pause, LAST_RETRY.toNanos());
        schedule(at - notBefore > 0 ? at : notBefore);
    }

    private void schedule(long at) {
        if (stopped || next != null && nextAt - at <= 0) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        nextAt = at;
        next = thread.schedule(this::run, at - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
    }

    /** No comparison begins from now on. */
    public synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    private void run() {
        Set<Trigger> triggers = begin();
        if (triggers.isEmpty()) {
            return;
        }
        int before = failures();
        boolean isDone = false;
        try {
            comparison.accept(triggers);
            isDone = true;
        } finally {
            if (isDone) {
                end(before);
            } else {
                again(triggers);
            }
        }
    }

    private synchronized int failures() {
        return failures;
    }

    private synchronized void end(int failuresBefore) {
        if (failures == failuresBefore) {
            failures = 0;
        }
    }

    private synchronized Set<Trigger> begin() {
        if (stopped || rung.isEmpty()) {
            return Set.of();
        }
        Set<Trigger> triggers = EnumSet.copyOf(rung);
        rung.clear();
        later = false;
        next = null;
        begun = nanoTime.getAsLong();
        notBefore = begun + PAUSE.toNanos();
        return triggers;
    }
}
