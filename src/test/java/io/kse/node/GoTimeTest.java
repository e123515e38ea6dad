package io.kse.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Go 1.26 says of the same texts. */
class GoTimeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2024-01-01T00:00:00Z                | 2024-01-01T00:00:00Z
                    2024-02-29T23:59:59.123456789+01:00 | 2024-02-29T22:59:59.123456789Z
                    2024-01-01T00:00:00.1234567899999Z  | 2024-01-01T00:00:00.123456789Z
                    2024-12-31T09:00:00,5-07:30         | 2024-12-31T16:30:00.5Z
                    2024-01-01T1:02:03Z                 | 2024-01-01T01:02:03Z
                    2024-01-01T00:00:00-00:00           | 2024-01-01T00:00:00Z
                    2024-01-02T01:00:00+24:60           | 2024-01-01T00:00:00Z
                    0000-01-01T00:00:00Z                | 0000-01-01T00:00:00Z
                    9999-12-31T23:59:59Z                | 9999-12-31T23:59:59Z
                    """)
    void readsWhatGoReads(String text, Instant time) {
        assertThat(GoTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "tomorrow",
                "2024-01-01t00:00:00Z",
                "2024-01-01T00:00:00z",
                "2024-01-01 00:00:00Z",
                "2024-01-01T00:00Z",
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00+0100",
                "2024-01-01T00:00:00+01",
                "2024-01-01T00:00:00+25:00",
                "2024-01-01T00:00:00+00:61",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:60:00Z",
                "2016-12-31T23:59:60Z",
                "2023-02-29T00:00:00Z",
                "2024-04-31T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2024-1-01T00:00:00Z",
                "24-01-01T00:00:00Z",
                "+2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00Z ",
                "２０２４-01-01T00:00:00Z",
                "1704067200"
            })
    void takesNothingElseForATime(String text) {
        assertThat(GoTime.parse(text)).isEmpty();
    }
}
