package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LastComparisonTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final LastComparison last = new LastComparison(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void knowsNoneBeforeTheFirst() {
        assertThat(last.last()).isEmpty();
    }

    @Test
    void remembersTheLastOne() {
        last.ended(compared(new Changes.Count(5, 0)));
        last.ended(compared(new Changes.Count(1, 0)));

        assertThat(last.last())
                .contains(new LastComparison.Ended(NOW, compared(new Changes.Count(1, 0))));
    }

    private static Compared compared(Changes.Count made) {
        return new Compared(7, true, 0, made, Duration.ofMillis(3), "it is time");
    }
}
