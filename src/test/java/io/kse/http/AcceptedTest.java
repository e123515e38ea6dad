package io.kse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTest {
    private static boolean prefersText(String header) {
        return new Accepted(header).prefers("text/plain", "application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "TEXT/Plain; charset=utf-8",
                "text/*",
                "application/json;q=0.5, text/plain",
                "application/json;q=0.5,text/plain;q=0.6",
                "application/json; q=0, */*",
                "*/*;q=0.1, text/plain"
            })
    void goesByWeightsAndHowSpecificARangeIs(String header) {
        assertThat(prefersText(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "application/json, text/plain",
                "text/plain;q=0.5, application/json",
                "text/plain;q=0, */*",
                "text/html, */*;q=0.8",
                "image/png",
                "text/plain;q=0.x, application/json",
                ";,;=,,"
            })
    void doesNotPreferText(String header) {
        assertThat(prefersText(header)).isFalse();
    }

    @Test
    void leavesItToUsWithoutAHeader() {
        assertThat(prefersText(null)).isFalse();
    }
}
