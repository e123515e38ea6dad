package io.kse.flow;

import io.kse.consul.ConsulUnavailable;
import io.kse.kubernetes.EventSource;
import io.kse.plan.BrakeCause;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Runs the route {@code register-services} on a thread of its own, one run at a time, whatever
 * becomes of documents meanwhile. However many ring, there is a second between the beginnings of
 * two runs. Never blocks who rings; does nothing while Consul Services are off.
 */
public final class RegistrationLine {
    private static final String ROUTE = "direct:register-services";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An agent that comes back with nothing has everything again soon after. */
    private static final Duration SILENT = Duration.ofSeconds(2);

    private static final Duration LAST_RETRY = Duration.ofSeconds(60);

    /** Events come in within milliseconds, unless many do. */
    private static final Duration LEFT = Duration.ofSeconds(10);

    private final boolean enabled;
    private final Duration leftPause;
    private final Supplier<CamelContext> camel;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registrations"));
    private final Alarm alarm = new Alarm(thread, System::nanoTime, this::run);
    private ProducerTemplate route;
    private Rung rung = Rung.NOTHING;
    private long notBefore = System.nanoTime();
    private int refusals;
    private Optional<Long> leftUntil = Optional.empty();

    /**
     * @param camel asked at the first run
     */
    RegistrationLine(boolean enabled, Supplier<CamelContext> camel) {
        this(enabled, LEFT, camel);
    }

    /**
     * @param leftPause between a comparison that has left something and the next one
     */
    RegistrationLine(boolean enabled, Duration leftPause, Supplier<CamelContext> camel) {
        this.enabled = enabled;
        this.leftPause = leftPause;
        this.camel = camel;
    }

    /**
     * A Service may want something else now.
     *
     * @param source null if no event has brought it
     */
    public void changed(Touched touched, EventSource source) {
        boolean believed = source == EventSource.WATCHED;
        ring(Rung.of(believed ? Set.of(touched.service()) : Set.of()));
    }

    /** The same for several that have changed together, without an event of their own. */
    public void changed(Several several) {
        ring(Rung.of(Set.of()));
    }

    /** All Services are known anew. A comparison that failed is no reason to count again. */
    public void compare(Set<Trigger> triggers) {
        boolean counts = triggers.contains(Trigger.TIMER) && !triggers.contains(Trigger.FAILED);
        ring(Rung.comparison(counts ? BrakeCause.TIMER : BrakeCause.OTHER));
    }

    /** Whether exported ports are Consul Services at all. */
    public boolean isEnabled() {
        return enabled;
    }

    /** The agent may not hold what it held. */
    public void compareAgain() {
        ring(Rung.comparison(BrakeCause.OTHER));
    }

    /** The run has failed: again soon if the agent is silent, else after a pause that doubles. */
    public synchronized void again(Rung failed, Exception why) {
        Duration pause = SILENT;
        if (!(why instanceof ConsulUnavailable)) {
            pause = pause.multipliedBy(1L << Math.min(refusals, 5));
            refusals++;
        }
        rung = rung.and(failed.again());
        long nanos = Math.min(pause.toNanos(), LAST_RETRY.toNanos());
        alarm.set(System.nanoTime() + nanos);
    }

    /**
     * A comparison has left something to events that are still to come: another one begins after a
     * pause, unless one does before for another reason.
     */
    synchronized void later() {
        long at = System.nanoTime() + leftPause.toNanos();
        leftUntil = Optional.of(at);
        alarm.set(at);
    }

    /** Nothing was refused. */
    public synchronized void done() {
        refusals = 0;
    }

    private synchronized void ring(Rung more) {
        if (enabled) {
            rung = rung.and(more);
            alarm.set(notBefore);
        }
    }

    private void run() {
        Rung taken = take();
        boolean isDone = false;
        try {
            Exchange done = route().send(ROUTE, exchange -> exchange.getIn().setBody(taken));
            isDone = done.getException() == null;
        } finally {
            if (!isDone) {
                again(taken, null);
            }
        }
    }

    private synchronized Rung take() {
        long now = System.nanoTime();
        Rung taken = leftUntil.filter(at -> at - now <= 0).map(at -> compared()).orElse(rung);
        rung = Rung.NOTHING;
        alarm.begun();
        notBefore = now + PAUSE.toNanos();
        if (taken.comparison().isPresent()) {
            leftUntil = Optional.empty();
        }
        leftUntil.ifPresent(alarm::set);
        return taken;
    }

    private Rung compared() {
        return rung.and(Rung.comparison(BrakeCause.OTHER));
    }

    /** Always on the same thread. */
    private ProducerTemplate route() {
        if (route == null) {
            route = camel.get().createProducerTemplate();
        }
        return route;
    }

    /**
     * No run begins from now on.
     *
     * @param patience with the run under way, which may be about to register something
     * @return false if it is still under way
     */
    boolean finish(Duration patience) throws InterruptedException {
        synchronized (this) {
            alarm.stop();
        }
        thread.shutdown();
        return thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the run under way as well; what it has not done, the next start finds. */
    void stop() {
        synchronized (this) {
            alarm.stop();
        }
        thread.shutdownNow();
    }
}
