package io.kse.chaos;

import java.util.Objects;

/**
 * One trial that is to be made.
 *
 * @param number from 1
 * @param seed of the whole run
 * @param shortened true if long faults are shorter than their names say
 */
record Job(ChaosFault fault, int number, long seed, boolean shortened) {
    /** Of this trial alone: what comes before it does not matter to it. */
    long ownSeed() {
        return Objects.hash(fault.id(), number) * 1_000_003L + seed;
    }

    @Override
    public String toString() {
        return fault.id() + " " + number;
    }
}
