package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {
    @Test
    void putsPlainTextInQuotes() {
        assertThat(Quoted.of("ümlaut 😀")).isEqualTo("\"ümlaut 😀\"");
        assertThat(Quoted.of("")).isEqualTo("\"\"");
    }

    @Test
    void staysOnOneLine() {
        assertThat(Quoted.of("a\nb\r\tc")).isEqualTo("\"a\\nb\\r\\tc\"");
        assertThat(Quoted.of("\u2028\u2029\u0085")).isEqualTo("\"\\u2028\\u2029\\u0085\"");
    }

    @ParameterizedTest
    @CsvSource({"0, 0000", "1b, 001b", "7f, 007f", "200e, 200e", "202e, 202e", "d800, d800"})
    void showsWhatATerminalWouldActOn(String code, String shown) {
        assertThat(Quoted.of(Character.toString(Integer.parseInt(code, 16))))
                .isEqualTo("\"\\u" + shown + "\"");
    }

    @Test
    void escapesQuotesAndBackslashes() {
        assertThat(Quoted.of("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void cutsLongTextBetweenCharacters() {
        assertThat(Quoted.of("😀".repeat(120))).isEqualTo("\"" + "😀".repeat(120) + "\"");
        assertThat(Quoted.of("😀".repeat(121))).isEqualTo("\"" + "😀".repeat(120) + "…\"");
    }

    @Test
    void showsANameWithoutQuotesAndCutsWhatCanBeNone() {
        assertThat(Quoted.name("edge/a\nb")).isEqualTo("edge/a\\u000ab");
        assertThat(Quoted.name("x".repeat(512))).isEqualTo("x".repeat(512));
        assertThat(Quoted.name("x".repeat(513))).isEqualTo("x".repeat(512) + "…");
    }
}
