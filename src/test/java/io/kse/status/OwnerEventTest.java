package io.kse.status;

import static io.kse.document.DocumentSteps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerEventTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    @Test
    void keepsANoteOf1024Bytes() {
        assertThat(note("ä".repeat(512))).isEqualTo("ä".repeat(512));
    }

    /** One, two, three and four bytes a character. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "€", "😀"})
    void cutsALongerOneAtACharacter(String character) {
        String note = note("x" + character.repeat(2000));

        assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1020, 1024);
        assertThat(note).matches("x(" + character + ")+…");
    }

    @Test
    void isOnOneLineWhateverSomebodyWrote() {
        assertThat(note("a\nb\u001b[31m\u202ec\ud800<script>"))
                .isEqualTo("a\\u000ab\\u001b[31m\\u202ec\\ud800<script>");
    }

    @Test
    void namesTheFirstTenKeys() {
        List<KvKey> keys = IntStream.range(10, 22).mapToObj(i -> key("cart-" + i)).toList();

        String note = OwnerEvent.about(CART, EventReason.EXPORTED, "published: ", keys).note();

        assertThat(note)
                .startsWith("published: " + key("cart-10") + ", " + key("cart-11"))
                .endsWith(key("cart-19") + " and 2 more");
    }

    /** Kubernetes refuses others. */
    @ParameterizedTest
    @EnumSource(EventReason.class)
    void hasReasonsAndActionsThatKubernetesTakes(EventReason reason) {
        assertThat(reason.reason()).matches("[A-Z][A-Za-z]{1,60}");
        assertThat(reason.action()).matches("[A-Z][A-Za-z]{1,60}");
        assertThat(reason.type()).isEqualTo(reason.isStanding() ? "Warning" : "Normal");
    }

    private static String note(String text) {
        return new OwnerEvent(CART, EventReason.REJECTED, text).note();
    }
}
