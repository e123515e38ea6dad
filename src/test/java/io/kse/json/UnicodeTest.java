package io.kse.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnicodeTest {
    @Test
    void leavesWellFormedTextAsItIs() {
        String text = "plain, ünïcödé, \u0000, \uFFFD and 😀";

        assertThat(Unicode.wellFormed(text)).isSameAs(text);
    }

    @Test
    void replacesEachLoneSurrogate() {
        assertThat(Unicode.wellFormed("a\uD800b")).isEqualTo("a\uFFFDb");
        assertThat(Unicode.wellFormed("\uDC00")).isEqualTo("\uFFFD");
        assertThat(Unicode.wellFormed("\uDC00\uD800")).isEqualTo("\uFFFD\uFFFD");
        assertThat(Unicode.wellFormed("\uD800\uD83D\uDE00")).isEqualTo("\uFFFD😀");
    }
}
