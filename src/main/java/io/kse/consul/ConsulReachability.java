package io.kse.consul;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows when Consul stops doing its work for us, and when it does all of it again.
 *
 * <p>An outage begins with the first action that fails, and ends when every action that failed in
 * it has worked again: a Consul that reads but cannot write (no leader, no quorum) has one outage
 * and not one for each attempt. An answer of "later" (429, 5xx) is a failure of that action, also
 * if others work: what we wanted is not done. A refusal is an answer.
 *
 * <p>Promises one WARN line per outage, and its listener one call at the end, however many calls
 * fail in between and on however many threads.
 */
public final class ConsulReachability {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulReachability.class);

    private final String address;
    private final LongSupplier nanoTime;
    private final Set<Action> failing = EnumSet.noneOf(Action.class);
    private long silentSince;
    private volatile boolean succeeded;
    private Consumer<ConsulUnavailable> onBegin = this::sayBegin;
    private Consumer<Duration> onEnd = this::sayEnd;

    /** What we ask Consul for; each can fail by itself. */
    public enum Action {
        /** Reading keys. */
        READ,
        /** Changing keys. */
        WRITE,
        /** Making, renewing and ending sessions, and the lock, with waiting for it. */
        SESSION
    }

    public ConsulReachability(String address) {
        this(address, System::nanoTime);
    }

    /**
     * @param address host:port, for people
     * @param nanoTime as {@link System#nanoTime()}
     */
    public ConsulReachability(String address, LongSupplier nanoTime) {
        this.address = address;
        this.nanoTime = nanoTime;
    }

    /** Of calls that are nobody's concern but the caller's: no line in the log when they fail. */
    static ConsulReachability unheard(String address) {
        ConsulReachability unheard = new ConsulReachability(address);
        unheard.onBegin(failure -> {});
        unheard.onEnd(silence -> {});
        return unheard;
    }

    /** Who is called at the beginning of each outage, instead of a line in the log. */
    public synchronized void onBegin(Consumer<ConsulUnavailable> listener) {
        onBegin = listener;
    }

    /**
     * Who is called at the end of each outage, with how long it was, on the thread whose call
     * worked, and without any lock held. Takes the place of a line in the log.
     */
    public synchronized void onEnd(Consumer<Duration> listener) {
        onEnd = listener;
    }

    /** False during an outage; true at first. */
    public synchronized boolean isAnswering() {
        return failing.isEmpty();
    }

    /** True if that action has failed and has not worked again yet. */
    public synchronized boolean isFailing(Action action) {
        return failing.contains(action);
    }

    /** How long the present outage is; zero if there is none. */
    public synchronized Duration silence() {
        return failing.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(nanoTime.getAsLong() - silentSince);
    }

    /** Consul did what it was asked for. */
    public void succeeded(Action action) {
        succeeded = true;
        answered(action);
    }

    /** True if Consul did anything that it was asked for since the start. */
    public boolean hasSucceeded() {
        return succeeded;
    }

    /** That action worked: Consul answered, be it with a refusal. */
    public void answered(Action action) {
        end(action);
    }

    /**
     * Nobody waits for that action any more, so that it may never be tried again: there is nothing
     * left to write, or another replica leads.
     */
    public void abandoned(Action action) {
        end(action);
    }

    private void end(Action action) {
        Duration silence;
        Consumer<Duration> listener;
        synchronized (this) {
            silence = silence();
            listener = onEnd;
            if (!failing.remove(action) || !failing.isEmpty()) {
                return;
            }
        }
        listener.accept(silence);
    }

    public synchronized void failed(Action action, ConsulUnavailable failure) {
        if (failing.isEmpty()) {
            silentSince = nanoTime.getAsLong();
            onBegin.accept(failure);
        } else {
            LOG.debug("Consul at {} still does not answer: {}", address, failure.reason());
        }
        failing.add(action);
    }

    private void sayBegin(ConsulUnavailable failure) {
        LOG.warn(
                "Consul at {} does not answer: {}; changes are kept and written when it answers",
                address,
                failure.reason());
    }

    private void sayEnd(Duration silence) {
        LOG.info("Consul at {} answers again after {}", address, text(silence));
    }

    /** A length of time as the log says it: {@code 7.2 s}, {@code 62 min 5 s}. */
    public static String text(Duration silence) {
        return silence.toMinutes() > 0
                ? silence.toMinutes() + " min " + silence.toSecondsPart() + " s"
                : silence.toSeconds() + "." + silence.toMillisPart() / 100 + " s";
    }
}
