package io.kse.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    private static final String BEYOND_LONG = "9".repeat(40);

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1, 1.000",
        "100, 1e2",
        "100, 1E+2",
        "100, 1.00e2",
        "0.01, 1e-2",
        "12.5, 125e-1",
        "1200, 12e2",
        "1e5, 1e05",
        "1e5, 1e0000000000000000000000005",
        "0, -0",
        "0, 0.000",
        "0, 0e5",
        "0, -0.0e-5",
        "1e-999999999, 10e-1000000000",
        "1e-999999999999999999, 0.1e-999999999999999998"
    })
    void equalsOneThatMeansTheSame(String one, String other) {
        assertThat(new JsonNumber(one)).isEqualTo(new JsonNumber(other));
        assertThat(new JsonNumber(one)).hasSameHashCodeAs(new JsonNumber(other));
    }

    @ParameterizedTest
    @CsvSource({
        "1, -1",
        "1, 10",
        "1, 1.0000000000000000000000000001",
        "9007199254740992, 9007199254740993",
        "1e-999999999, 1e-999999998",
        "1e-400, 0"
    })
    void differsFromOneThatMeansSomethingElse(String one, String other) {
        assertThat(new JsonNumber(one)).isNotEqualTo(new JsonNumber(other));
    }

    @Test
    void comparesExponentsBeyondLong() {
        JsonNumber tiny = new JsonNumber("1e-" + BEYOND_LONG);

        assertThat(tiny).isEqualTo(new JsonNumber("1.0e-00" + BEYOND_LONG));
        assertThat(tiny).hasSameHashCodeAs(new JsonNumber("1.0e-00" + BEYOND_LONG));
        assertThat(tiny).isNotEqualTo(new JsonNumber("1e-1" + BEYOND_LONG));
        assertThat(tiny).isNotEqualTo(new JsonNumber("2e-" + BEYOND_LONG));
        assertThat(new JsonNumber("1" + "0".repeat(10) + "e-" + BEYOND_LONG))
                .isNotEqualTo(new JsonNumber("1e-" + BEYOND_LONG + "1"));
    }

    @Test
    void takesAnyExponentOfZero() {
        assertThat(new JsonNumber("0e" + BEYOND_LONG)).isEqualTo(new JsonNumber("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e309", "1e999999999", "1e99999999999999999999999999"})
    void refusesWhatIsNoFiniteDouble(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+1", "01", "1.", ".5", "1e", "0x10", "NaN", "1 ", "1f", "١"})
    void refusesWhatIsNoNumberInJson(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber(text));
    }

    @Test
    void isADoubleThatKeepsTheSignOfZero() {
        assertThat(new JsonNumber("-0").toDouble()).isEqualTo(-0.0);
        assertThat(new JsonNumber("1e-999999999").toDouble()).isEqualTo(0.0);
        assertThat(new JsonNumber("9007199254740993").toDouble()).isEqualTo(9007199254740992.0);
    }
}
