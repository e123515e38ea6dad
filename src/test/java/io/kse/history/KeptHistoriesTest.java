package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that have shown a mistake of the program once. */
@SuppressWarnings("try") // Silent until the end of its block.
class KeptHistoriesTest {
    @ParameterizedTest
    @ValueSource(longs = {11365, 29968, 43938})
    void everyPromiseIsKept(long seed) {
        try (Silence silence = new Silence()) {
            assertThat(History.broken(seed, Variant.NONE)).isEmpty();
        }
    }
}
