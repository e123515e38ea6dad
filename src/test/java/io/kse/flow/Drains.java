package io.kse.flow;

import io.kse.plan.Drain;
import io.kse.plan.Drain.Word;

/** Drains that tests speak of. */
final class Drains {
    static final Drain NOT_KNOWN = new Drain(false, Word.UNKNOWN);
    static final Drain IN_SERVICE = NOT_KNOWN.with(Word.IN_SERVICE);
    static final Drain DRAINED = NOT_KNOWN.with(Word.DRAINED);

    private Drains() {}
}
