package io.kse.consul;

import io.kse.listen.Listeners;
import io.kse.plan.CallOutcome;
import io.kse.registration.RegistrationChange;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.consul.ConsulConfiguration;
import org.apache.camel.component.consul.ConsulEndpoint;
import org.apache.camel.component.consul.endpoint.ConsulAgentProducer;

/**
 * The stock producer of {@code consul:agent} with three more actions: REGISTRATIONS, what the agent
 * holds; HOLDS, whether it holds the id in the body; CHANGE, which makes the RegistrationChange in
 * the body.
 *
 * <p>Those fail with exceptions that say what to do; an interrupt ends them at once, with
 * InterruptedException.
 */
final class AgentProducer extends ExtendedProducer {
    static final String REGISTRATIONS = "REGISTRATIONS";
    static final String HOLDS = "HOLDS";
    static final String CHANGE = "CHANGE";

    private final AgentServices agent;
    private final TimedCalls calls;
    private final Listeners<CallListener> listeners;

    AgentProducer(
            ConsulEndpoint endpoint,
            ConsulConfiguration configuration,
            AgentServices agent,
            InterruptibleCalls calls,
            Listeners<CallListener> listeners) {
        super(endpoint, configuration, new ConsulAgentProducer(endpoint, configuration));
        this.agent = agent;
        this.calls = new TimedCalls(calls);
        this.listeners = listeners;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        switch (action(message)) {
            case REGISTRATIONS -> message.setBody(calls.make(agent::read, this::asked));
            case HOLDS -> {
                String id = message.getMandatoryBody(String.class);
                message.setBody(calls.make(() -> agent.holds(id), this::asked));
            }
            case CHANGE -> {
                RegistrationChange change = message.getMandatoryBody(RegistrationChange.class);
                calls.make(
                        () -> {
                            agent.make(change);
                            return change;
                        },
                        (outcome, time) -> tell(Optional.of(change), outcome, time));
            }
            default -> stock.process(exchange);
        }
    }

    private void asked(CallOutcome outcome, Duration time) {
        tell(Optional.empty(), outcome, time);
    }

    private void tell(Optional<RegistrationChange> change, CallOutcome outcome, Duration time) {
        listeners.tell(listener -> listener.agent(change, outcome, time));
    }
}
