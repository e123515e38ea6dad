package io.kse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BeatTest {
    @Test
    void isStoredInWholeSecondsAndInThisOrder() {
        Instant time = Instant.parse("2026-01-31T12:00:00.75Z");

        assertThat(new Beat(time, "exporter-1", "1.0.0", 7, 2).json())
                .isEqualTo(
                        "{\"time\":\"2026-01-31T12:00:00Z\",\"pod\":\"exporter-1\","
                                + "\"version\":\"1.0.0\",\"documents\":7,\"nodes\":2}");
    }
}
