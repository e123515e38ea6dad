package io.kse.service;

/**
 * How much of what is published may go without somebody's word (KSE_MAX_DELETE_PERCENT). Only ever
 * judges {@value #SMALL} entries or more, since a share of fewer says little.
 *
 * @param percent from 0 to 100; 100 means that nothing is ever too much
 * @throws IllegalArgumentException if it is not from 0 to 100
 */
public record DeletePercent(int percent) {
    /** Entries; what has fewer is not judged by a share of them. */
    public static final int SMALL = 10;

    public DeletePercent {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("is not from 0 to 100");
        }
    }

    /** True if nothing is ever too much. */
    public boolean isOff() {
        return percent == 100;
    }

    /** How many of {@code entries} may go, rounded down. */
    public int of(int entries) {
        return (int) ((long) entries * percent / 100);
    }

    /** True if {@code lost} of {@code entries} is too much. */
    public boolean isPassedBy(int lost, int entries) {
        return !isOff() && entries >= SMALL && lost > of(entries);
    }

    @Override
    public String toString() {
        return percent + " %";
    }
}
