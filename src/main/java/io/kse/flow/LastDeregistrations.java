package io.kse.flow;

import io.kse.consul.AgentServices;
import io.kse.consul.ConsulRefused;
import io.kse.consul.ConsulUnavailable;
import io.kse.registration.OurTags;
import io.kse.registration.RegistrationChange.Deregister;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes all registrations of ours from the agent when the program ends, as many as go in two
 * seconds: nobody waits longer for a program that is told to end.
 */
final class LastDeregistrations {
    private static final Logger LOG = LoggerFactory.getLogger(LastDeregistrations.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int AT_ONCE = 8;

    private final AgentServices agent;
    private final OurTags tags;
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
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

    /** Says how many went. */
    void make() {
        threads.execute(this::deregisterAll);
        try {
            if (!threads.awaitTermination(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                LOG.warn("no time is left to deregister more Consul Services");
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        LOG.info("deregistered {} of {} Consul Services of ours", gone, found);
    }

    private void deregisterAll() {
        try {
            for (String id : agent.read().ours(tags)) {
                found.incrementAndGet();
                threads.execute(() -> deregister(id));
            }
        } catch (ConsulUnavailable | ConsulRefused e) {
            LOG.warn("no Consul Service is deregistered: {}", e.getMessage());
        } finally {
            threads.shutdown();
        }
    }

    private void deregister(String id) {
        try {
            agent.make(new Deregister(id, Optional.empty(), "the program ends"));
            gone.incrementAndGet();
        } catch (ConsulUnavailable | ConsulRefused e) {
            LOG.debug("{} stays registered", id, e);
        }
    }
}
