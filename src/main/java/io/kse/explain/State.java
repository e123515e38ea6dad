package io.kse.explain;

import io.kse.plan.ServiceState;

/**
 * What a Service is to us, in one word: what became of it, or that there is none. The words are
 * what readers of the JSON rely on.
 */
public record State(String word) {
    /** There is no such Service. */
    public static final State UNKNOWN = new State("unknown");

    /** It could not be found out. */
    public static final State UNCLEAR = new State("unclear");

    public static State of(ServiceState state) {
        return new State(state.word());
    }
}
