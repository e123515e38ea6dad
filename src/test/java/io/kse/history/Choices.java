package io.kse.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What chance decides in a history, remembered, so that the same history can be had again, or one
 * that is alike. With a seed alone the same as {@link Random}.
 */
final class Choices extends Random {
    private static final long serialVersionUID = 1;

    private final transient List<Integer> first;
    private final transient List<Integer> made = new ArrayList<>();
    private final transient Random then;

    Choices(long seed) {
        this(List.of(), seed);
    }

    /**
     * @param first what is decided at first
     * @param seed decides all that comes after it
     */
    Choices(List<Integer> first, long seed) {
        this.first = List.copyOf(first);
        this.then = new Random(seed);
    }

    @Override
    protected int next(int bits) {
        int choice = made.size() < first.size() ? first.get(made.size()) : then.nextInt();
        made.add(choice);
        return choice >>> (Integer.SIZE - bits);
    }

    /** All that has been decided by now. */
    List<Integer> made() {
        return List.copyOf(made);
    }
}
