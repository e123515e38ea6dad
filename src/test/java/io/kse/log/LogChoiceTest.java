package io.kse.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogChoiceTest {
    private final LogChoice choice = new LogChoice();

    LogChoiceTest() {
        choice.setSetting("KSE_LOG_FORMAT");
        choice.setChoices("text,json");
    }

    @Test
    void takesTheFirstUnlessToldOtherwise() {
        assertThat(choice.choose(null)).isEqualTo("text");
        assertThat(choice.choose("")).isEqualTo("text");
    }

    @Test
    void takesAChoiceInAnyCase() {
        assertThat(choice.choose("JSON")).isEqualTo("json");
    }

    @Test
    void speaksUpEvenIfItCannotBeReadHow() {
        assertThat(choice.choose("xml")).isEqualTo("text");
    }
}
