package io.kse.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * As many histories as {@code -Dhistories} says, one after the other; or each step of the one that
 * {@code -Dhistory} names, or with {@code -Dshortest=true} of the shortest that breaks the same
 * promise.
 */
@SuppressWarnings("try") // Silent until the end of its block.
class HistoriesFigures {
    @Test
    void tellsWhatIsBroken() {
        try (Silence silence = new Silence()) {
            Long seed = Long.getLong("history");
            Variant variant = Variant.valueOf(System.getProperty("variant", "NONE"));
            if (seed == null) {
                count(Integer.getInteger("histories", 10_000), variant);
            } else {
                tell(seed, variant);
            }
        }
    }

    private static void tell(long seed, Variant variant) {
        if (Boolean.getBoolean("shortest")) {
            Shortest.of(seed, variant).ifPresent(System.out::println);
            return;
        }
        try {
            new History(new Random(seed), variant, System.out::println).run();
        } catch (Broken e) {
            System.out.println("!! " + e.getMessage());
        }
    }

    private static void count(int histories, Variant variant) {
        Map<Broken.Promise, List<Long>> broken = new TreeMap<>();
        long begun = System.nanoTime();
        for (long seed = 0; seed < histories; seed++) {
            long broke = seed;
            History.broken(seed, variant)
                    .ifPresent(
                            b ->
                                    broken.computeIfAbsent(b.promise(), p -> new ArrayList<>())
                                            .add(broke));
        }
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        System.out.printf("%d histories in %d s%n", histories, seconds);
        broken.forEach(
                (promise, seeds) ->
                        System.out.printf(
                                "%s: %d, such as %s%n",
                                promise,
                                seeds.size(),
                                seeds.subList(0, Math.min(5, seeds.size()))));
    }
}
