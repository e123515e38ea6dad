package io.kse.flow;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
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

    private final Alarm alarm;
    private final LongSupplier nanoTime;
    private final Consumer<Set<Trigger>> comparison;
    private final Set<Trigger> rung = EnumSet.noneOf(Trigger.class);
    private long notBefore;
    private long begun;
    private final Repetition failures = new Repetition();
    private final Repetition leftovers = new Repetition();
    private boolean later;

    /** How many comparisons in a row have come to the same. */
    private static final class Repetition {
        private int times;
        private int atBegin;

        void begin() {
            atBegin = times;
        }

        void end() {
            times = times == atBegin ? 0 : times;
        }

        /** Doubles from one to the next. */
        Duration pause() {
            Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(times, 8));
            times++;
            return pause.compareTo(LAST_RETRY) < 0 ? pause : LAST_RETRY;
        }
    }

    /**
     * @param thread one thread, for comparisons only; whoever made it ends it
     * @param nanoTime as {@link System#nanoTime()}
     * @param comparison runs to its end; one that throws is begun anew
     */
    public Bell(
            ScheduledExecutorService thread,
            LongSupplier nanoTime,
            Consumer<Set<Trigger>> comparison) {
        this.alarm = new Alarm(thread, nanoTime, this::run);
        this.nanoTime = nanoTime;
        this.comparison = comparison;
        this.notBefore = nanoTime.getAsLong();
    }

    /** A comparison begins as soon as it may. */
    public synchronized void ring(Trigger trigger) {
        rung.add(trigger);
        alarm.set(trigger.isUrgent() ? nanoTime.getAsLong() : notBefore);
    }

    /**
     * The comparison under way has failed: again when something rings, and after a pause that
     * doubles from failure to failure, from 3 seconds up to a minute. Whatever it was to leave to a
     * later one waits no longer than that.
     */
    public synchronized void again(Set<Trigger> failed) {
        rung.addAll(failed);
        rung.add(Trigger.FAILED);
        notBefore = begun + PAUSE_AFTER_FAILURE.toNanos();
        setAfter(failures.pause());
    }

    /**
     * Something is left to do; a comparison begins after a pause that doubles as long as each one
     * leaves something. Many calls before that count as one.
     */
    public synchronized void later() {
        if (later) {
            return;
        }
        later = true;
        rung.add(Trigger.LEFT_OVER);
        setAfter(leftovers.pause());
    }

    private void setAfter(Duration pause) {
        long at = nanoTime.getAsLong() + pause.toNanos();
        alarm.set(at - notBefore > 0 ? at : notBefore);
    }

    /** No comparison begins from now on. */
    public synchronized void stop() {
        alarm.stop();
    }

    private void run() {
        Set<Trigger> triggers = begin();
        if (triggers.isEmpty()) {
            return;
        }
        boolean isDone = false;
        try {
            comparison.accept(triggers);
            isDone = true;
        } finally {
            if (isDone) {
                end();
            } else {
                again(triggers);
            }
        }
    }

    private synchronized void end() {
        failures.end();
        leftovers.end();
    }

    private synchronized Set<Trigger> begin() {
        if (alarm.isStopped() || rung.isEmpty()) {
            return Set.of();
        }
        Set<Trigger> triggers = EnumSet.copyOf(rung);
        rung.clear();
        later = false;
        failures.begin();
        leftovers.begin();
        alarm.begun();
        begun = nanoTime.getAsLong();
        notBefore = begun + PAUSE.toNanos();
        return triggers;
    }
}
