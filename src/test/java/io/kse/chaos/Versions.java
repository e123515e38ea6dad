package io.kse.chaos;

import java.util.ArrayList;
import java.util.List;

/** What something has been, one after the other, and from when on it may have been seen. */
final class Versions<T> {
    private final List<Version<T>> all = new ArrayList<>();

    private record Version<T>(long tick, T value) {}

    Versions(long tick, T first) {
        all.add(new Version<>(tick, first));
    }

    /**
     * Before anybody can see it.
     *
     * @param tick later than all before
     */
    synchronized void add(long tick, T value) {
        all.add(new Version<>(tick, value));
    }

    /** The same, but for what only the server could tell of it. */
    synchronized void correctLast(T value) {
        int last = all.size() - 1;
        all.set(last, new Version<>(all.get(last).tick, value));
    }

    synchronized T get(int number) {
        return all.get(number).value;
    }

    synchronized T last() {
        return all.get(all.size() - 1).value;
    }

    /** The number of the last one at that tick; from 0. */
    synchronized int at(long tick) {
        int number = all.size() - 1;
        while (number > 0 && all.get(number).tick > tick) {
            number--;
        }
        return number;
    }
}
