package io.kse.consul;

import io.kse.plan.CallOutcome;
import io.kse.plan.Transaction;
import io.kse.registration.RegistrationChange;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hears what our actions of {@code consul:kv} and {@code consul:agent} came to, on the thread that
 * waits for them: must neither wait nor throw. Hears nothing of a call that was interrupted.
 */
public interface CallListener {
    /** Keys were read, or not. */
    default void read(CallOutcome outcome, Duration time) {}

    /**
     * All changes of a transaction were made, or none.
     *
     * @param received when the event came in that has led to it, in milliseconds since 1970; empty
     *     if it was no event
     */
    default void changed(
            Transaction transaction, CallOutcome outcome, Duration time, OptionalLong received) {}

    /**
     * The agent was asked.
     *
     * @param change that it was to make; empty if it was only to tell what it holds
     */
    default void agent(Optional<RegistrationChange> change, CallOutcome outcome, Duration time) {}
}
