package io.kse.consul;

import io.kse.plan.CallOutcome;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Takes the time of calls that can be interrupted; one that was has none. */
record TimedCalls(InterruptibleCalls calls) {
    /**
     * @param listener told when the call has come to something; must not throw
     */
    <T> T make(Supplier<T> call, BiConsumer<CallOutcome, Duration> listener)
            throws InterruptedException {
        long begun = System.nanoTime();
        T result;
        try {
            result = calls.make(call);
        } catch (RuntimeException e) {
            tell(listener, outcome(e), begun);
            throw e;
        }
        tell(listener, CallOutcome.DONE, begun);
        return result;
    }

    private static void tell(
            BiConsumer<CallOutcome, Duration> listener, CallOutcome outcome, long begun) {
        listener.accept(outcome, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static CallOutcome outcome(RuntimeException failure) {
        if (failure instanceof FencedOff) {
            return CallOutcome.FENCED_OFF;
        } else if (failure instanceof StaleSnapshot) {
            return CallOutcome.STALE;
        } else if (failure instanceof ConsulDenied) {
            return CallOutcome.DENIED;
        } else if (failure instanceof ChangeTooLarge) {
            return CallOutcome.TOO_LARGE;
        } else if (failure instanceof ConsulRefused) {
            return CallOutcome.REFUSED;
        }
        return failure instanceof ConsulUnavailable ? CallOutcome.UNAVAILABLE : CallOutcome.FAILED;
    }
}
