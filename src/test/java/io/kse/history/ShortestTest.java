package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.history.Shortest.Told;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Silent until the end of its block.
class ShortestTest {
    private static final long SEED = 1;

    @Test
    void breaksTheSamePromiseInFewerSteps() {
        try (Silence silence = new Silence()) {
            Told whole = Shortest.asItIs(SEED, Variant.ONE_CHANGE_A_TRANSACTION).orElseThrow();

            Told shortest = Shortest.of(SEED, Variant.ONE_CHANGE_A_TRANSACTION).orElseThrow();

            assertThat(shortest.promise()).isEqualTo(whole.promise());
            assertThat(shortest.steps()).hasSizeLessThan(whole.steps().size());
        }
    }

    @Test
    void hasNoneWhereNothingIsBroken() {
        try (Silence silence = new Silence()) {
            assertThat(Shortest.of(SEED, Variant.NONE)).isEmpty();
        }
    }

    @Test
    void choosesAsTheSeedAloneWould() {
        Random random = new Random(7);
        List<Integer> expected =
                IntStream.range(0, 50).mapToObj(i -> random.nextInt(i + 1)).toList();

        Choices choices = new Choices(7);

        assertThat(IntStream.range(0, 50).mapToObj(i -> choices.nextInt(i + 1)).toList())
                .isEqualTo(expected);
    }

    @Test
    void choosesAsBeforeFromWhatWasChosen() {
        Choices before = new Choices(7);
        int chosen = before.nextInt(1000);

        Choices again = new Choices(before.made(), 8);

        assertThat(again.nextInt(1000)).isEqualTo(chosen);
    }
}
