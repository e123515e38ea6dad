package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.consul.AgentServices;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulReachability;
import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KeySpace;
import io.kse.kubernetes.InformerServicesComponent;
import io.kse.kubernetes.WatchedServices;
import io.kse.plan.Desired;
import io.kse.registration.OurTags;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.RegistrationPlanner;
import io.kse.service.DeletePercent;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consul Services beside documents: the beans of {@code registrations.camel.yaml}, which share
 * nothing with Consul KV but what is wanted, so that neither holds up the other.
 */
final class RegistrationFlow {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationFlow.class);

    /** Else it would register again what has just been deregistered. */
    private static final Duration LAST_RUN = Duration.ofMillis(300);

    private final ExporterConfig config;
    private final KeySpace keys;
    private final Draining draining;
    private final ConsulReachability reachability;
    private final AgentServices agent;
    private final RegistrationLine line;
    private final RegistrationBrake brake;
    private Registrations registrations;

    /**
     * @param camel asked when something is to be registered for the first time
     */
    RegistrationFlow(
            ExporterConfig config,
            KeySpace keys,
            ConsulClients clients,
            Draining draining,
            Supplier<CamelContext> camel) {
        this.config = config;
        this.keys = keys;
        this.draining = draining;
        String address = ConsulClients.address(config.consul());
        this.reachability = new ConsulReachability(address);
        this.agent = new AgentServices(clients, reachability);
        this.line = new RegistrationLine(config.consulServices().enabled(), camel);
        this.brake =
                new RegistrationBrake(
                        new OurTags(config.clusterId()),
                        new DeletePercent(config.operation().maxDeletePercent()));
        reachability.onBegin(
                failure ->
                        LOG.warn(
                                "Consul agent at {} does not answer: {}; Consul Services are"
                                        + " registered when it answers",
                                address,
                                failure.reason()));
        reachability.onEnd(silence -> answers(address, silence));
    }

    private void answers(String address, Duration silence) {
        LOG.info(
                "Consul agent at {} answers again after {}",
                address,
                ConsulReachability.text(silence));
        line.compareAgain();
    }

    ConsulReachability reachability() {
        return reachability;
    }

    /** How many the agent is known to hold of ours. */
    int known() {
        return registrations.known().size();
    }

    AgentServices agent() {
        return agent;
    }

    /** How long the agent has not answered by now; zero if it does, or is not asked. */
    Duration silence() {
        return reachability.silence();
    }

    /** How many Consul Services the brake keeps. */
    int held() {
        return brake.held().size();
    }

    void bind(
            BiConsumer<String, Object> registry,
            Desired desired,
            WatchedServices watched,
            InformerServicesComponent services,
            BooleanSupplier leads,
            Bell bell) {
        OurTags tags = new OurTags(config.clusterId());
        registrations =
                new Registrations(
                        desired,
                        new RegistrationPlanner(tags),
                        brake,
                        reachability,
                        draining::drain,
                        line::later);
        registry.accept("registrationLine", line);
        registry.accept("registrations", registrations);
        registry.accept("agentWatch", new AgentWatch(registrations));
        registry.accept("heldRegistrations", held(registrations));
        registry.accept(
                "stuckEvents",
                new StuckEvents(
                        watched::isSettled,
                        desired::isListed,
                        services::waiting,
                        () -> !reachability.isFailing(Action.READ),
                        leads,
                        bell));
    }

    private HeldRegistrations held(Registrations registrations) {
        boolean hasTemplate = config.services().keyTemplate().isPresent();
        return new HeldRegistrations(brake, registrations, keys, hasTemplate, line);
    }

    /** For good. What is registered stays, unless the settings say otherwise. */
    void stop() {
        if (config.consulServices().enabled() && config.consulServices().deregisteredOnExit()) {
            deregister();
        }
        line.stop();
        agent.close();
    }

    private void deregister() {
        try {
            boolean cutShort = !line.finish(LAST_RUN);
            line.stop();
            new LastDeregistrations(agent, new OurTags(config.clusterId())).make(cutShort);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
