package io.kse.document;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.ServiceDocuments.Desired;
import io.kse.json.JsonNumber;
import io.kse.json.JsonValue.JsonObject;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private static final Document ZERO =
            new Document("", "", 0, "", false, "", 0, "", false, "", 0, "", JsonObject.EMPTY);

    @Test
    void readsAbsentFieldsAsZero() {
        assertThat(read("{}")).contains(ZERO);
    }

    @Test
    void readsNullAsZero() {
        assertThat(
                        read(
                                """
                                {"hash":null,"ClusterName":null,"port":null,"dns_name":null,
                                 "service_per_cluster":null,"health_check_port":null,
                                 "proxy_protocol":null,"ingress_sni":null,"custom_attrs":null}
                                """))
                .contains(ZERO);
    }

    @Test
    void readsTheOriginalsShortForm() {
        Services plain =
                service("default", "plain")
                        .nodePort("http", 80, 30001)
                        .exported()
                        .annotation("load-balancer-service-per-cluster", "false");
        Document ours = ((Desired) documents(plain.build())).entries().get(0).document();

        assertThat(
                        read(
                                """
                                {"hash":"%s","ClusterName":"cluster","port":30001,
                                 "health_check_port":30001,"backend_protocol":"http",
                                 "custom_attrs":{}}
                                """
                                        .formatted(ours.hash())))
                .contains(ours);
    }

    @Test
    void readsWhatGoEscapes() {
        assertThat(read("{\"health_check_path\":\"/a?b=1\\u0026c=\\u003c2\\u003e\"}"))
                .map(Document::healthCheckPath)
                .contains("/a?b=1&c=<2>");
    }

    @Test
    void leavesUnknownFieldsOut() {
        assertThat(read("{\"unknown\":[1],\"Hash\":\"x\",\"clustername\":\"y\"}")).contains(ZERO);
    }

    @Test
    void takesTheLastOfDuplicates() {
        assertThat(read("{\"port\":1,\"port\":2}")).map(Document::port).contains(2);
    }

    @Test
    void readsNumbersByValue() {
        assertThat(read("{\"port\":8.0e1}")).map(Document::port).contains(80);
        assertThat(read("{\"port\":-0}")).map(Document::port).contains(0);
        assertThat(read("{\"port\":-2147483648}")).map(Document::port).contains(-2147483648);
        assertThat(read("{\"custom_attrs\":{\"a\":1.0}}"))
                .map(Document::customAttrs)
                .contains(new JsonObject(new TreeMap<>(Map.of("a", new JsonNumber("1")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"port\":2147483648}",
                "{\"port\":1e300}",
                "{\"port\":1e999999999}",
                "{\"port\":0.5}",
                "{\"port\":\"80\"}",
                "{\"port\":true}",
                "{\"hash\":1}",
                "{\"hash\":{}}",
                "{\"service_per_cluster\":\"true\"}",
                "{\"service_per_cluster\":1}",
                "{\"custom_attrs\":[]}",
                "{\"custom_attrs\":\"{}\"}"
            })
    void takesFieldsOfAnotherTypeForNoDocument(String text) {
        assertThat(read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"{}\"",
                "{",
                "{} {}",
                "hand-written",
                "{'a':1}"
            })
    void takesOtherTextForNoDocument(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void takesWhatIsNotUtf8ForNoDocument() {
        byte[] latin1 = "{\"dns_name\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(DocumentReader.read(latin1)).isEmpty();
        assertThat(DocumentReader.read(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
                .isEmpty();
    }

    @Test
    void readsAsDeepAsItWrites() {
        assertThat(read("{\"custom_attrs\":" + nested(1000) + "}")).isPresent();
        assertThat(read("{\"custom_attrs\":" + nested(1001) + "}")).isEmpty();
        assertThat(read("{\"a\":".repeat(200_000))).isEmpty();
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static Optional<Document> read(String text) {
        return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
