package io.kse.flow;

import io.kse.consul.CallListener;
import io.kse.plan.CallOutcome;
import io.kse.plan.Transaction;
import io.kse.registration.RegistrationChange;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.status.OriginalMetrics;
import io.kse.status.WriteMeters;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells the meters what calls to Consul came to. */
final class MeteredCalls implements CallListener {
    private final WriteMeters writes;
    private final Optional<OriginalMetrics> originals;
    private final Clock clock;

    MeteredCalls(WriteMeters writes, Optional<OriginalMetrics> originals, Clock clock) {
        this.writes = writes;
        this.originals = originals;
        this.clock = clock;
    }

    @Override
    public void read(CallOutcome outcome, Duration time) {
        originals.ifPresent(of -> of.read(outcome == CallOutcome.DONE, time));
    }

    @Override
    public void changed(
            Transaction transaction, CallOutcome outcome, Duration time, OptionalLong received) {
        Optional<Duration> latency =
                received.isPresent() ? Optional.of(since(received.getAsLong())) : Optional.empty();
        writes.sent(transaction, outcome, time, latency);
        originals.ifPresent(of -> of.changed(transaction, outcome == CallOutcome.DONE, time));
    }

    /** Never less than 0, however clocks are set. */
    private Duration since(long received) {
        return Duration.ofMillis(Math.max(0, clock.millis() - received));
    }

    @Override
    public void agent(Optional<RegistrationChange> change, CallOutcome outcome, Duration time) {
        boolean isDone = outcome == CallOutcome.DONE;
        originals.ifPresent(
                of ->
                        change.ifPresentOrElse(
                                made -> tell(of, made, isDone, time),
                                () -> of.registrationsRead(isDone, time)));
    }

    private static void tell(
            OriginalMetrics of, RegistrationChange made, boolean isDone, Duration time) {
        of.registered(made.id(), made instanceof Deregister, isDone, time);
    }
}
