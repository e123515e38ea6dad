package io.kse.flow;

import io.kse.listen.Listeners;
import io.kse.plan.Touch.Everything;
import io.kse.status.Changes;
import io.kse.status.Compared;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what comparisons came to: one line for each that changed something. The first one after an
 * outage of Consul also ends that outage, with all that was caught up.
 */
public final class Comparisons {
    private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);

    private final Changes changes;
    private final LongSupplier nanoTime;
    private final Runnable compared;
    private final Failures failures = new Failures();
    private Changes.Count before = new Changes.Count(0, 0);
    private long begun;
    private String refused = "";
    private String silence = "";
    private Changes.Count beforeAnswer;
    private final Listeners<Consumer<Compared>> listeners = new Listeners<>();

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param compared called at the end of each comparison that had nothing refused
     */
    public Comparisons(Changes changes, LongSupplier nanoTime, Runnable compared) {
        this.changes = changes;
        this.nanoTime = nanoTime;
        this.compared = compared;
    }

    /** Who is told of each comparison that has ended. */
    void onCompared(Consumer<Compared> listener) {
        listeners.add(listener);
    }

    public synchronized void begin() {
        begun = nanoTime.getAsLong();
        before = changes.count();
    }

    /**
     * Everything is as it should be by now, or was said.
     *
     * @param left how many Services had to be tried again by themselves
     */
    public void end(Set<Trigger> triggers, Everything everything, int services, int left) {
        if (left == 0) {
            compared.run();
        }
        say(triggers, everything, services, left);
    }

    private synchronized void say(
            Set<Trigger> triggers, Everything everything, int services, int left) {
        Changes.Count made = changes.count().since(before);
        String why = triggers.stream().map(Trigger::reason).collect(Collectors.joining(", "));
        String from = everything.fromLiveList() ? "listed" : "cached";
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - begun);
        long millis = took.toMillis();
        String line = "compared {} {} Services with Consul in {} ms, since {}: {}";
        if (made.isZero()) {
            LOG.debug(line, services, from, millis, why, made);
        } else {
            LOG.info(line, services, from, millis, why, made);
        }
        refused = "";
        Compared ended = new Compared(services, everything.fromLiveList(), left, made, took, why);
        listeners.tell(listener -> listener.accept(ended));
        if (left == 0 || !made.isZero()) {
            endOutage();
        }
    }

    /** Why nothing can be compared at present; empty if it can. */
    synchronized String whyNone() {
        return refused;
    }

    /** Nothing could be compared; said once until it is another refusal, or none. */
    public synchronized void refused(Exception refusal) {
        String line = failures.line(refusal);
        if (!line.equals(refused)) {
            refused = line;
            LOG.warn("Nothing is compared: {}; tried again until it works", line);
        }
    }

    /**
     * Consul answers again.
     *
     * @param line what to say of it; what was caught up is added once it is
     */
    public synchronized void consulAnswers(String line) {
        silence = line;
        beforeAnswer = changes.count();
    }

    /** Nothing is there to catch up: another replica leads. */
    public synchronized void leftToOthers() {
        if (!silence.isEmpty()) {
            LOG.info("{}; nothing was left to this replica", silence);
            silence = "";
        }
    }

    private void endOutage() {
        if (!silence.isEmpty()) {
            LOG.info("{}; caught up: {}", silence, changes.count().since(beforeAnswer));
            silence = "";
        }
    }
}
