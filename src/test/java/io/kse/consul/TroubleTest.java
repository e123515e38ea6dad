package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TroubleTest {
    private final Trouble trouble = new Trouble();

    @Test
    void isNewsOnceUntilItChangesOrIsOver() {
        assertThat(trouble.isNews("gone")).isTrue();
        assertThat(trouble.isNews("gone")).isFalse();
        assertThat(trouble.isNews("empty")).isTrue();
        assertThat(trouble.isOver()).isTrue();
        assertThat(trouble.isNews("empty")).isTrue();
    }

    @Test
    void isOverOnceAndOnlyIfThereWasAny() {
        assertThat(trouble.isOver()).isFalse();
        trouble.isNews("gone");
        assertThat(trouble.isOver()).isTrue();
        assertThat(trouble.isOver()).isFalse();
    }
}
