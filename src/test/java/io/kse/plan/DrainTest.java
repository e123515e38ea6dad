package io.kse.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.Drain.Word;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTest {
    private static final Drain UNKNOWN = new Drain(false, Word.UNKNOWN);

    private static Word word(String value) {
        return Word.of(Optional.of(value.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    void aFalseBooleanMeansInService(String value) {
        assertThat(word(value)).isEqualTo(Word.IN_SERVICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "true", "T", "no", "false\n", " false", "fALSE", "{}", "\u0000"})
    void anyOtherValueDrains(String value) {
        assertThat(word(value)).isEqualTo(Word.DRAINED);
    }

    @Test
    void whatIsNoTextDrains() {
        assertThat(Word.of(Optional.of(new byte[] {(byte) 0xff, (byte) 0xfe})))
                .isEqualTo(Word.DRAINED);
    }

    @Test
    void noKeyMeansInService() {
        assertThat(Word.of(Optional.empty())).isEqualTo(Word.IN_SERVICE);
    }

    @Test
    void eitherSourceDrains() {
        assertThat(UNKNOWN.with(Word.DRAINED).isDrained()).isTrue();
        assertThat(new Drain(true, Word.IN_SERVICE).isDrained()).isTrue();
        assertThat(UNKNOWN.with(Word.IN_SERVICE).isDrained()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void theSettingIsKnownFromTheStart(Word key) {
        assertThat(new Drain(true, key).isKnown()).isTrue();
    }

    @Test
    void theKeyIsNotKnownBeforeItWasLookedAt() {
        assertThat(UNKNOWN.isKnown()).isFalse();
        assertThat(UNKNOWN.isDrained()).isFalse();
        assertThat(UNKNOWN.with(Word.IN_SERVICE).isKnown()).isTrue();
    }

    @Test
    void namesWhatDrains() {
        KvKey key = new KvKey("kse/drain/prod");

        assertThat(UNKNOWN.sources(key)).isEmpty();
        assertThat(new Drain(true, Word.IN_SERVICE).sources(key)).containsExactly("KSE_DRAIN");
        assertThat(new Drain(false, Word.DRAINED).sources(key)).containsExactly("kse/drain/prod");
        assertThat(new Drain(true, Word.DRAINED).sources(key))
                .containsExactly("KSE_DRAIN", "kse/drain/prod");
    }
}
