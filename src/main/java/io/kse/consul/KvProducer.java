package io.kse.consul;

import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.DELETE_KEY;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.DELETE_KEYS;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.GET_KEYS;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.GET_SESSIONS;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.GET_VALUE;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.GET_VALUES;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.LOCK;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.PUT;
import static org.apache.camel.component.consul.endpoint.ConsulKeyValueActions.UNLOCK;

import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.listen.Listeners;
import io.kse.plan.CallOutcome;
import io.kse.plan.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.consul.ConsulConfiguration;
import org.apache.camel.component.consul.ConsulConstants;
import org.apache.camel.component.consul.ConsulEndpoint;
import org.apache.camel.component.consul.endpoint.ConsulKeyValueProducer;
import org.kiwiproject.consul.ConsulException;

/**
 * The stock producer of {@code consul:kv} with five more actions, SNAPSHOT, SNAPSHOT_ALL, LOOK,
 * MISSING and TRANSACTION.
 *
 * <p>Lets no other action write under our prefix, and nothing without a fence. Fails with
 * exceptions that say what to do; an interrupt ends an action of ours at once, with
 * InterruptedException.
 */
final class KvProducer extends ExtendedProducer {
    static final String SNAPSHOT = "SNAPSHOT";
    static final String SNAPSHOT_ALL = "SNAPSHOT_ALL";
    static final String LOOK = "LOOK";
    static final String MISSING = "MISSING";
    static final String TRANSACTION = "TRANSACTION";

    private final KvTransactions transactions;
    private final OurDocuments documents;
    private final OurDocuments unheard;
    private final TimedCalls calls;
    private final ConsulAnswers answers;
    private final WriteGuard guard;
    private final Refusals refusals;
    private final Listeners<CallListener> listeners;

    KvProducer(
            ConsulEndpoint endpoint,
            ConsulConfiguration configuration,
            KvTransactions transactions,
            OurDocuments documents,
            OurDocuments unheard,
            InterruptibleCalls calls,
            ConsulAnswers answers,
            WriteGuard guard,
            Refusals refusals,
            Listeners<CallListener> listeners) {
        super(endpoint, configuration, new ConsulKeyValueProducer(endpoint, configuration));
        this.transactions = transactions;
        this.documents = documents;
        this.unheard = unheard;
        this.calls = new TimedCalls(calls);
        this.answers = answers;
        this.guard = guard;
        this.refusals = refusals;
        this.listeners = listeners;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        String action = action(message);
        switch (action) {
            case SNAPSHOT -> {
                List<KvKey> keys = keys(message);
                message.setBody(calls.make(() -> transactions.read(keys), this::asked));
            }
            case SNAPSHOT_ALL -> message.setBody(calls.make(documents::read, this::asked));
            case LOOK -> message.setBody(calls.make(unheard::read, this::asked));
            case MISSING -> {
                List<KvKey> keys = keys(message);
                message.setBody(calls.make(() -> transactions.missing(keys), this::asked));
            }
            case TRANSACTION -> apply(message);
            case PUT, DELETE_KEY, DELETE_KEYS, LOCK, UNLOCK -> {
                guard.check(action, key(message));
                leaveToStock(Action.WRITE, exchange);
            }
            case GET_VALUE, GET_VALUES, GET_KEYS, GET_SESSIONS ->
                    leaveToStock(Action.READ, exchange);
            // The stock producer does nothing then, and says nothing.
            default ->
                    throw new IllegalArgumentException("consul:kv has no action '" + action + "'");
        }
    }

    private void apply(Message message) throws Exception {
        Transaction transaction = message.getMandatoryBody(Transaction.class);
        Fence fence = fence(message, transaction);
        OptionalLong received = received(message);
        try {
            calls.make(
                    () -> {
                        transactions.apply(fence, transaction);
                        return transaction;
                    },
                    (outcome, time) ->
                            listeners.tell(
                                    listener ->
                                            listener.changed(
                                                    transaction, outcome, time, received)));
        } catch (FencedOff e) {
            refusals.fencedOff(fence);
            throw e;
        } catch (StaleSnapshot e) {
            refusals.keyMoved();
            refusals.notMade(transaction, e.keys(), e.getMessage());
            throw e;
        } catch (ConsulRefused | ConsulUnavailable e) {
            List<KvKey> keys = e instanceof ConsulDenied denied ? denied.keys() : List.of();
            refusals.notMade(transaction, keys, e.getMessage());
            throw e;
        }
    }

    private void asked(CallOutcome outcome, Duration time) {
        listeners.tell(listener -> listener.read(outcome, time));
    }

    private static OptionalLong received(Message message) {
        return message.getHeader(KvComponent.EVENT_TIME) instanceof Long time
                ? OptionalLong.of(time)
                : OptionalLong.empty();
    }

    private static Fence fence(Message message, Transaction transaction) {
        if (message.getHeader(KvComponent.FENCE) instanceof Fence fence) {
            return fence;
        }
        throw new IllegalArgumentException(
                "consul:kv refuses TRANSACTION without a Fence in the header "
                        + KvComponent.FENCE
                        + ": nothing is written without a fence; the body has the changes "
                        + OneLine.of(transaction.changes().toString()));
    }

    private String key(Message message) {
        return option(message, ConsulConstants.CONSUL_KEY, configuration.getKey());
    }

    private static List<KvKey> keys(Message message) throws Exception {
        List<KvKey> keys = new ArrayList<>();
        for (Object key : message.getMandatoryBody(Collection.class)) {
            keys.add((KvKey) key);
        }
        return keys;
    }

    private void leaveToStock(Action action, Exchange exchange) throws Exception {
        stock.process(exchange);
        ConsulException failure = exchange.getException(ConsulException.class);
        if (failure != null) {
            exchange.setException(null);
            throw answers.failure(failure, action, List.of());
        }
        if (!exchange.isFailed()) {
            answers.success(action);
        }
    }
}
