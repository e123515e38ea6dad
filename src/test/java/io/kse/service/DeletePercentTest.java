package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletePercentTest {
    @ParameterizedTest(name = "{0} % of {1} are {2}")
    @CsvSource({
        "50, 20, 10",
        "50, 11, 5",
        "0, 20, 0",
        "99, 10, 9",
        "100, 10, 10",
        "99, 2147483647, 2126008810"
    })
    void roundsDown(int percent, int entries, int share) {
        assertThat(new DeletePercent(percent).of(entries)).isEqualTo(share);
    }

    @Test
    void isPassedByOneMoreThanTheShare() {
        assertThat(new DeletePercent(50).isPassedBy(10, 20)).isFalse();
        assertThat(new DeletePercent(50).isPassedBy(11, 20)).isTrue();
    }

    @Test
    void doesNotJudgeFewerThanTen() {
        assertThat(new DeletePercent(50).isPassedBy(9, 9)).isFalse();
        assertThat(new DeletePercent(50).isPassedBy(6, 10)).isTrue();
    }

    @Test
    void isOffAt100() {
        assertThat(new DeletePercent(100).isPassedBy(30, 20)).isFalse();
        assertThat(new DeletePercent(100).isOff()).isTrue();
        assertThat(new DeletePercent(99).isOff()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void refusesWhatIsNoShare(int percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeletePercent(percent))
                .withMessage("is not from 0 to 100");
    }
}
