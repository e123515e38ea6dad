package io.kse.consul;

import io.kse.listen.Listeners;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Takes the time of calls that can be interrupted; one that was has none. */
record TimedCalls(InterruptibleCalls calls) {
    /**
     * @param listener told when the call has come to something; that it fails changes nothing
     */
    <T> T make(Supplier<T> call, BiConsumer<CallOutcome, Duration> listener)
            throws InterruptedException {
        long begun = System.nanoTime();
        T result;
        try {
            result = calls.make(call);
        } catch (RuntimeException e) {
            tell(listener, CallOutcome.of(e), begun);
            throw e;
        }
        tell(listener, CallOutcome.DONE, begun);
        return result;
    }

    private static void tell(
            BiConsumer<CallOutcome, Duration> listener, CallOutcome outcome, long begun) {
        Duration time = since(begun);
        Listeners.call(() -> listener.accept(outcome, time));
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
