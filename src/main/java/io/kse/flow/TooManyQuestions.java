package io.kse.flow;

/** Nobody is free to answer: ask again. */
public final class TooManyQuestions extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyQuestions() {
        super("other explanations are being made; ask again in a moment");
    }
}
