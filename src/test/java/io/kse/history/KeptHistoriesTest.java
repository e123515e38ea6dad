package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories that have shown a mistake of the program once, or show one that was mended as soon as
 * the mend is taken back: see {@link BrokenVariantsTest}. A seed means another history when what
 * may happen changes; then these are to be looked for anew.
 */
@SuppressWarnings("try") // Silent until the end of its block.
class KeptHistoriesTest {
    @ParameterizedTest
    @ValueSource(longs = {345, 367, 563, 2194, 2910, 6456, 27781})
    void everyPromiseIsKept(long seed) {
        try (Silence silence = new Silence()) {
            assertThat(History.broken(seed, Variant.NONE)).isEmpty();
        }
    }
}
