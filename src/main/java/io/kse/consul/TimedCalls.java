package io.kse.consul;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Takes the time of calls that can be interrupted; one that was has none. */
record TimedCalls(InterruptibleCalls calls) {
    /**
     * @param listener told when the call has come to something
     */
    <T> T make(Supplier<T> call, BiConsumer<CallOutcome, Duration> listener)
            throws InterruptedException {
        long begun = System.nanoTime();
        try {
            T result = calls.make(call);
            listener.accept(CallOutcome.DONE, since(begun));
            return result;
        } catch (RuntimeException e) {
            listener.accept(CallOutcome.of(e), since(begun));
            throw e;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
