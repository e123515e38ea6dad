package io.kse.flow;

import io.kse.consul.AgentServices;
import io.kse.consul.ConsulRefused;
import io.kse.consul.ConsulUnavailable;
import io.kse.registration.OurTags;
import io.kse.registration.RegistrationChange.Deregister;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes all registrations of ours from the agent when the program ends, as many as go in two
 * seconds: nobody waits longer for a program that is told to end.
 */
final class LastDeregistrations {
    private static final Logger LOG = LoggerFactory.getLogger(LastDeregistrations.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Leaves time for what is found then. */
    private static final Duration LAST_LOOK = Duration.ofMillis(1_500);

    private static final int AT_ONCE = 8;

    private final AgentServices agent;
    private final OurTags tags;
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(
                    AT_ONCE,
                    task -> {
                        Thread thread = new Thread(task, "deregistration");
                        thread.setDaemon(true);
                        return thread;
                    });

    LastDeregistrations(AgentServices agent, OurTags tags) {
        this.agent = agent;
        this.tags = tags;
    }

    /**
     * Says how many went.
     *
     * @param cutShort true if a registration may be under way, which a slow agent makes only after
     *     it was asked what it holds: then it is asked once more near the end of the time
     */
    void make(boolean cutShort) {
        long lastLook = System.nanoTime() + LAST_LOOK.toNanos();
        threads.execute(cutShort ? () -> lookTwice(lastLook) : this::lookOnce);
        try {
            if (!threads.awaitTermination(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                LOG.warn("no time is left to deregister more Consul Services");
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        LOG.info("deregistered {} of {} Consul Services of ours", gone.size(), found.size());
    }

    private void lookTwice(long lastLook) {
        deregisterAll();
        threads.schedule(this::lookOnce, lastLook - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void lookOnce() {
        try {
            deregisterAll();
        } finally {
            threads.shutdown();
        }
    }

    private void deregisterAll() {
        try {
            for (String id : agent.read().ours(tags).keySet()) {
                found.add(id);
                gone.remove(id);
                threads.execute(() -> deregister(id));
            }
        } catch (ConsulUnavailable | ConsulRefused e) {
            String what = found.isEmpty() ? "no Consul Service is deregistered" : "no last look";
            LOG.warn("{}: {}", what, e.getMessage());
        }
    }

    private void deregister(String id) {
        try {
            agent.make(new Deregister(id, Optional.empty(), "the program ends"));
            gone.add(id);
        } catch (ConsulUnavailable | ConsulRefused e) {
            LOG.debug("{} stays registered", id, e);
        }
    }
}
