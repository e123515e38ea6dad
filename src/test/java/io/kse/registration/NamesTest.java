package io.kse.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void areTheFirstThreeAndHowManyMore() {
        assertThat(Names.of(List.of())).isEmpty();
        assertThat(Names.of(List.of("c", "a", "b"))).isEqualTo("a, b, c");
        assertThat(Names.of(List.of("d", "c", "a", "b"))).isEqualTo("a, b, c and 1 more");
    }
}
