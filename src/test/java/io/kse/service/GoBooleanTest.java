package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoBooleanTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    void readsTrue(String text) {
        assertThat(GoBoolean.parse(text)).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    void readsFalse(String text) {
        assertThat(GoBoolean.parse(text)).contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "yes", "no", "on", "tRUE", "true ", " true", "2", "-1", "١"})
    void readsNothingElse(String text) {
        assertThat(GoBoolean.parse(text)).isEmpty();
    }
}
