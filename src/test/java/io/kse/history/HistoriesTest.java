package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever happens in whatever order, every promise is kept. */
class HistoriesTest {
    private static Silence silence;

    @BeforeContainer
    static void say() {
        silence = new Silence();
    }

    @AfterContainer
    static void sayAgain() {
        silence.close();
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void everyPromiseIsKept(@ForAll long seed) {
        assertThat(History.broken(seed, Variant.NONE))
                .as(() -> "-Dhistory=" + seed + "; the shortest like it:\n" + shortest(seed))
                .isEmpty();
    }

    private static String shortest(long seed) {
        return Shortest.of(seed, Variant.NONE).map(Object::toString).orElse("none");
    }
}
