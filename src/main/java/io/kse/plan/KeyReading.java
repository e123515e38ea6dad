package io.kse.plan;

import io.kse.plan.Snapshot.Stored;
import java.util.Optional;

/** What came of looking at one key. */
public sealed interface KeyReading {
    /**
     * Consul has told.
     *
     * @param stored empty if there is no such key
     */
    record Seen(Optional<Stored> stored) implements KeyReading {}

    /**
     * Our token may not read it: whether there is such a key is not known.
     *
     * @param why in one line, with the right that is missing
     */
    record Hidden(String why) implements KeyReading {}
}
