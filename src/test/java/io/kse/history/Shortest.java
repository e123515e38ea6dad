package io.kse.history;

import io.kse.history.Broken.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the shortest history that breaks the same promise as a long one: leaves out what chance
 * has decided, piece by piece, as long as the promise is still broken.
 */
final class Shortest {
    private static final int MOST_TRIES = 3_000;

    private final long seed;
    private final Variant variant;
    private int tries;

    /**
     * A history that has broken a promise.
     *
     * @param steps one line for each, and what was broken
     */
    record Told(Promise promise, List<Integer> choices, List<String> steps) {
        private boolean isLongerThan(Told other) {
            boolean isAsLong = steps.size() == other.steps.size();
            return promise == other.promise
                    && (isAsLong
                            ? choices.size() > other.choices.size()
                            : steps.size() > other.steps.size());
        }

        @Override
        public String toString() {
            return String.join("\n", steps);
        }
    }

    private Shortest(long seed, Variant variant) {
        this.seed = seed;
        this.variant = variant;
    }

    /** The history as the seed has it; empty if it keeps every promise. */
    static Optional<Told> asItIs(long seed, Variant variant) {
        return new Shortest(seed, variant).tell(List.of());
    }

    /** Empty if the history of that seed keeps every promise. */
    static Optional<Told> of(long seed, Variant variant) {
        return asItIs(seed, variant).map(new Shortest(seed, variant)::shorten);
    }

    private Told shorten(Told told) {
        Told shortest = told;
        for (int length = told.choices().size() / 2; length > 0; length /= 2) {
            shortest = without(length, shortest);
        }
        return shortest;
    }

    /** From the end on: what is there decides nothing before it. */
    private Told without(int length, Told told) {
        Told shortest = told;
        for (int from = told.choices().size() - length; from >= 0; from -= length) {
            if (from + length <= shortest.choices().size() && tries < MOST_TRIES) {
                Optional<Told> shorter = tell(without(from, length, shortest.choices()));
                shortest = shorter.filter(shortest::isLongerThan).orElse(shortest);
            }
        }
        return shortest;
    }

    private static List<Integer> without(int from, int length, List<Integer> choices) {
        List<Integer> fewer = new ArrayList<>(choices);
        fewer.subList(from, from + length).clear();
        return fewer;
    }

    private Optional<Told> tell(List<Integer> first) {
        tries++;
        Choices choices = new Choices(first, seed);
        List<String> steps = new ArrayList<>();
        try {
            new History(choices, variant, steps::add).run();
            return Optional.empty();
        } catch (Broken e) {
            steps.add("!! " + e.getMessage());
            return Optional.of(new Told(e.promise(), choices.made(), steps));
        }
    }
}
