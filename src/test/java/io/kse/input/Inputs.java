package io.kse.input;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How many random inputs there are, and which: {@code -Drandom.inputs=1000000} for more, {@code
 * -Drandom.seed=…} for the same ones again. Each input has a seed of its own, so that one that
 * fails can be had alone with {@code -Drandom.inputs=1}.
 */
final class Inputs {
    /** What the default run takes a few seconds for. */
    private static final int FEW = 20_000;

    private Inputs() {}

    /** Some percent of all: several tests share them. */
    static int count(int percent) {
        return Math.max(1, (int) (Long.getLong("random.inputs", FEW) * percent / 100));
    }

    /** Half of them are those of every run, so that what was found once is found again. */
    static void each(int count, Consumer<Long> test) {
        Long given = Long.getLong("random.seed");
        long fresh = new SplittableRandom().nextLong();
        for (int i = 0; i < count; i++) {
            long seed = given != null ? given + i : i % 2 == 0 ? i : fresh + i;
            try {
                test.accept(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input with -Drandom.seed=" + seed, e);
            }
        }
    }
}
