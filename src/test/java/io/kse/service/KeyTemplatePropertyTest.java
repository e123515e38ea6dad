package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reading never fails otherwise, and expanding never fails. */
class KeyTemplatePropertyTest {
    @Property
    void anyStringIsATemplateOrRefused(@ForAll String text) {
        expandsOrIsRefused(text);
    }

    @Property(tries = 5000)
    void anyMixOfTokensIsATemplateOrRefused(@ForAll("tokens") String text) {
        expandsOrIsRefused(text);
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "{{", "{{ ", "{{- ", "}}", " }}", " -}}", "id", "or", " ", " or ", "(", ")",
                        "|", ".Name", " .Port", "\"", "\\", "`", "\"x\"", "1", "-", "/*", "*/",
                        "\n", "x")
                .list()
                .ofMaxSize(12)
                .map(parts -> "{{ " + String.join("", parts) + " }}");
    }

    private static void expandsOrIsRefused(String text) {
        try {
            assertThat(KeyTemplateTest.expand(text)).isNotNull();
        } catch (BadKeyTemplate refused) {
            assertThat(refused.column()).isBetween(1, text.length() + 1);
        }
    }
}
