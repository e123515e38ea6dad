package io.kse.flow;

import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.leadership.NotLeading;
import io.kse.listen.Listeners;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * Whether a change that failed is tried again. An outage, and an election, is waited for however
 * long it takes, and does not count; what fails for this change alone is tried a few times.
 */
public final class Patience {
    private static final String TRIES = "kse.tries";

    private final int most;
    private final BooleanSupplier othersLead;
    private final BooleanSupplier outage;
    private final Listeners<Consumer<Throwable>> retries = new Listeners<>();

    /**
     * @param most how often what fails for one change alone is tried again
     * @param othersLead true if another replica leads, and so writes the change itself
     * @param outage true if Consul does not work for anybody
     */
    public Patience(int most, BooleanSupplier othersLead, BooleanSupplier outage) {
        this.most = most;
        this.othersLead = othersLead;
        this.outage = outage;
    }

    /** Who hears of every retry, with the failure that it comes after. */
    void onRetry(Consumer<Throwable> listener) {
        retries.add(listener);
    }

    /** Asked once after each failure. */
    public boolean goesOn(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        boolean goesOn = goesOn(exchange, failure);
        if (goesOn) {
            retries.tell(listener -> listener.accept(failure));
        }
        return goesOn;
    }

    private boolean goesOn(Exchange exchange, Throwable failure) {
        if (is(NotLeading.class, failure) || is(FencedOff.class, failure)) {
            exchange.removeProperty(TRIES);
            return !isOfComparison(exchange) && !othersLead.getAsBoolean();
        } else if (is(ConsulUnavailable.class, failure) && outage.getAsBoolean()) {
            exchange.removeProperty(TRIES);
            return true;
        }
        int tries = exchange.getProperty(TRIES, 0, int.class) + 1;
        exchange.setProperty(TRIES, tries);
        return tries <= most;
    }

    /** The next one has the list that a new leader's changes wait for: it must come to its turn. */
    private static boolean isOfComparison(Exchange exchange) {
        return exchange.getVariable("triggers") != null;
    }

    /** Camel wraps what comes out of a split. */
    static boolean is(Class<? extends Exception> kind, Throwable failure) {
        return failure != null && (kind.isInstance(failure) || is(kind, failure.getCause()));
    }
}
