package io.kse.consul;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people when Consul stops answering and when it is back.
 *
 * <p>Promises one WARN line per outage and one INFO line at its end, however many calls fail in
 * between and on however many threads.
 */
public final class ConsulReachability {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulReachability.class);

    private final String address;
    private final LongSupplier nanoTime;
    private boolean answering = true;
    private long silentSince;

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

    /** False from the first failure on, until Consul answers again; true at first. */
    public synchronized boolean isAnswering() {
        return answering;
    }

    /** Consul answered, be it with a refusal. */
    public synchronized void answered() {
        if (!answering) {
            answering = true;
            LOG.info("Consul at {} answers again after {}", address, silence());
        }
    }

    public synchronized void failed(ConsulUnavailable failure) {
        if (!answering) {
            LOG.debug("Consul at {} still does not answer: {}", address, failure.reason());
            return;
        }
        answering = false;
        silentSince = nanoTime.getAsLong();
        LOG.warn(
                "Consul at {} does not answer: {}; changes are kept and written when it answers",
                address,
                failure.reason());
    }

    private String silence() {
        Duration silence = Duration.ofNanos(nanoTime.getAsLong() - silentSince);
        return silence.toMinutes() > 0
                ? silence.toMinutes() + " min " + silence.toSecondsPart() + " s"
                : silence.toSeconds() + "." + silence.toMillisPart() / 100 + " s";
    }
}
