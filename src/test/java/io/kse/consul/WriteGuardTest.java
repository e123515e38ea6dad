package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteGuardTest {
    private final WriteGuard guard = new WriteGuard("team/kse");

    @ParameterizedTest
    @CsvSource({
        "PUT, team/kse/a",
        "PUT, /team/kse/a",
        "PUT, //team/kse/a",
        "PUT, team//kse/a",
        "PUT, team/./kse/a",
        "PUT, other/../team/kse/a",
        "PUT, ../team/kse/a",
        "PUT, other/..",
        "DELETE_KEY, team/kse/a",
        "LOCK, team/kse/a",
        "UNLOCK, team/kse/a",
        "DELETE_KEYS, team/",
        "DELETE_KEYS, team/kse",
        "DELETE_KEYS, ''"
    })
    void refusesWhatCouldWriteUnderThePrefix(String action, String key) {
        assertThatThrownBy(() -> guard.check(action, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only TRANSACTION may write under team/kse/");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, team/kse",
        "PUT, team/kse2/a",
        "PUT, other/team/kse/a",
        "PUT, other/..a/.b/",
        "DELETE_KEYS, team/kse2",
        "DELETE_KEY, team/",
        "LOCK, team/lock"
    })
    void letsEverythingElsePass(String action, String key) {
        assertThatCode(() -> guard.check(action, key)).doesNotThrowAnyException();
    }
}
