package io.kse.testbed;

import io.kse.testbed.FaultyProxy.Exchange;
import io.kse.testbed.FaultyProxy.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Which requests are to fail and how, and who is told of which. */
final class FaultRules {
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private record Rule(Fault fault, Predicate<Request> which, AtomicBoolean armed, boolean once) {
        boolean takes(Request request) {
            return which.test(request) && (!once || armed.getAndSet(false));
        }
    }

    private record Listener(Predicate<Request> which, Consumer<Exchange> told) {}

    /** The latest that fits a request counts. */
    void add(Fault fault, Predicate<Request> which, boolean once) {
        rules.add(0, new Rule(fault, which, new AtomicBoolean(true), once));
    }

    /** Listeners stay. */
    void clear() {
        rules.clear();
    }

    /** Null if the request is to pass. */
    Fault of(Request request) {
        return rules.stream()
                .filter(rule -> rule.takes(request))
                .map(Rule::fault)
                .findFirst()
                .orElse(null);
    }

    boolean loseAnswers() {
        return rules.stream().anyMatch(rule -> rule.fault() instanceof Fault.LoseAnswer);
    }

    void listen(Predicate<Request> which, Consumer<Exchange> told) {
        listeners.add(new Listener(which, told));
    }

    /** True if somebody wants to know the answer, which is then kept in memory. */
    boolean isAwaited(Request request) {
        return listeners.stream().anyMatch(listener -> listener.which().test(request));
    }

    void tell(Exchange exchange) {
        listeners.stream()
                .filter(listener -> listener.which().test(exchange.request()))
                .forEach(listener -> listener.told().accept(exchange));
    }
}
