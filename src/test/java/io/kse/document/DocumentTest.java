package io.kse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DocumentTest {
    @Test
    void saysWhichFieldsChanged() {
        Document before = document("{\"port\":30080,\"dns_name\":\"a\",\"proxy_protocol\":true}");
        Document after = document("{\"port\":30081,\"dns_name\":\"b\"}");

        assertThat(after.changesFrom(before))
                .containsExactly(
                        "port 30080 -> 30081",
                        "dns_name \"a\" -> \"b\"",
                        "proxy_protocol true -> false");
    }

    @Test
    void saysOnlyThatCustomAttrsChanged() {
        Document before = document("{\"custom_attrs\":{\"a\":1}}");

        assertThat(document("{\"custom_attrs\":{\"a\":2}}").changesFrom(before))
                .containsExactly("custom_attrs");
    }

    @Test
    void namesTheHashOnlyIfNothingElseDiffers() {
        Document before = document("{\"hash\":\"1\",\"port\":80}");

        assertThat(document("{\"hash\":\"2\",\"port\":80}").changesFrom(before))
                .containsExactly("hash \"1\" -> \"2\"");
        assertThat(document("{\"hash\":\"2\",\"port\":81}").changesFrom(before))
                .containsExactly("port 80 -> 81");
    }

    @Test
    void saysNothingIfTheValuesAreTheSame() {
        Document before = document("{\"port\":80.0,\"custom_attrs\":{\"a\":1.0}}");

        assertThat(document("{\"custom_attrs\":{\"a\":1},\"port\":80}").changesFrom(before))
                .isEmpty();
    }

    @Test
    void keepsForeignTextOnOneLine() {
        Document before = document("{\"dns_name\":\"a\\n2024 WARN forged\"}");

        assertThat(document("{}").changesFrom(before))
                .containsExactly("dns_name \"a\\n2024 WARN forged\" -> \"\"");
    }

    private static Document document(String json) {
        return DocumentReader.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
