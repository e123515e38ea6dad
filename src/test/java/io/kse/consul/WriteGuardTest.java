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
        "SOMETHING_NEW, team/kse/a",
        "Delete_Keys, team/",
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
        "LOCK, team/lock",
        "GET_VALUE, team/kse/a",
        "get_keys, team/kse/",
        "GET_VALUES, ''",
        "GET_SESSIONS, team/kse/a"
    })
    void letsEverythingElsePass(String action, String key) {
        assertThatCode(() -> guard.check(action, key)).doesNotThrowAnyException();
    }
}
