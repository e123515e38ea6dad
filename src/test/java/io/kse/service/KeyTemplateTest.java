package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kse.service.KeyTemplate.Field;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTemplateTest {
    private static final String ID = "prod-shop-cart-http";

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("templatesInGo")
    void meansWhatGoMeans(String template, String inGo) {
        if (inGo.startsWith("[")) {
            assertThat("[" + expand(template) + "]").isEqualTo(inGo);
        } else {
            assertThatExceptionOfType(BadKeyTemplate.class)
                    .isThrownBy(() -> KeyTemplate.parse(template));
        }
    }

    static Stream<String[]> templatesInGo() throws IOException {
        try (InputStream table = KeyTemplateTest.class.getResourceAsStream("go-templates.tsv")) {
            String lines = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> line.split("\t", 2))
                    .map(pair -> new String[] {unescaped(pair[0]), unescaped(pair[1])});
        }
    }

    private static String unescaped(String text) {
        return text.replace('␤', '\n').replace('␉', '\t').replace('␍', '\r');
    }

    @ParameterizedTest(name = "{index}: {0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\0',
            value = {
                "a/{{ .Nome }} => column 6: unknown field .Nome; the fields are .ClusterId, .Namespace,",
                "é→{{ printf }} => column 6: unknown name printf; the names are id,",
                "{{ id => column 1: {{ without its }}",
                "{{ or .Name => column 1: {{ without its }}",
                "{{ (id }} => column 4: ( without its )",
                "{{ or }} => column 4: or needs an operand",
                "{{ or or \"x\" }} => column 7: or as an operand needs parentheses",
                "{{ .Name | id }} => column 12: only or accepts a value from a pipe",
                "{{ id id }} => column 7: only or accepts operands",
                "{{ 1.5 }} => column 4: not a decimal integer",
                "{{ \"\\q\" }} => column 6: not an escape; there are \\a",
                "{{ \"x }} => column 4: a string without its closing \"",
                "{{/* x }} => column 1: a comment without its end",
                "{{/*/}} => column 1: a comment without its end",
                "{{ \"\\ud800\" }} => column 10: not an escape",
                "{{ \"\\udfff\" }} => column 10: not an escape",
                "{{ \"\\U00110000\" }} => column 14: not an escape",
                "{{ $x }} => column 4: unexpected character",
                "{{ }} => column 4: a value is missing",
                "😀{{ }} => column 5: a value is missing",
            })
    void saysWhereTemplateIsWrongAndWhy(String template, String message) {
        BadKeyTemplate bad =
                catchThrowableOfType(BadKeyTemplate.class, () -> KeyTemplate.parse(template));

        assertThat(bad).hasMessageStartingWith(message);
        assertThat(bad.getMessage()).startsWith("column " + bad.column() + ":");
    }

    @Test
    void takesEscapesOfEveryCharacterThatThereIs() {
        assertThat(expand("{{ \"\\ud7ff\\ue000\\U0010ffff\" }}"))
                .isEqualTo("\ud7ff\ue000\udbff\udfff");
    }

    @Test
    void isShownAsItWasWritten() {
        assertThat(KeyTemplate.parse("a/{{ id }}")).hasToString("a/{{ id }}");
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void knowsEveryField(Field field) {
        String template = "{{ ." + field.goName() + " }}";

        assertThat(expand(template)).isEqualTo(cart().get(field).toString());
        assertThatExceptionOfType(BadKeyTemplate.class)
                .isThrownBy(() -> KeyTemplate.parse("{{ .Other }}"))
                .withMessageContaining("." + field.goName());
    }

    @Test
    void doesNotExpandWhatItsValuesContain() {
        assertThat(KeyTemplate.parse("{{ id }}").expand("{{ .Name }}", cart()::get))
                .isEqualTo("{{ .Name }}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void nestsUpToAHundredParentheses(int depth) {
        assertThat(expand("{{" + "(".repeat(depth) + "id" + ")".repeat(depth) + "}}"))
                .isEqualTo(ID);
        assertThat(expand("{{ 0 " + "| or 0 ".repeat(depth) + "}}")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000_000})
    void refusesDeeperNesting(int depth) {
        assertThatExceptionOfType(BadKeyTemplate.class)
                .isThrownBy(
                        () ->
                                KeyTemplate.parse(
                                        "{{" + "(".repeat(depth) + "id" + ")".repeat(depth) + "}}"))
                .withMessageContaining("100");
        assertThatExceptionOfType(BadKeyTemplate.class)
                .isThrownBy(() -> KeyTemplate.parse("{{ 0 " + "| or 0 ".repeat(depth) + "}}"))
                .withMessageContaining("100");
    }

    @Test
    void countsPipesAndParenthesesOfEachActionAlone() {
        assertThat(expand("{{ (0 | or 0) }}".repeat(1000))).isEqualTo("0".repeat(1000));
    }

    @Test
    void keepsMessageShortForLongNames() {
        assertThatExceptionOfType(BadKeyTemplate.class)
                .isThrownBy(() -> KeyTemplate.parse("{{ " + "x".repeat(100_000) + " }}"))
                .satisfies(bad -> assertThat(bad.getMessage()).hasSizeLessThan(500));
    }

    static String expand(String template) {
        return KeyTemplate.parse(template).expand(ID, cart()::get);
    }

    private static Map<Field, Object> cart() {
        Map<Field, Object> values = new EnumMap<>(Field.class);
        values.put(Field.CLUSTER_ID, "prod");
        values.put(Field.NAMESPACE, "shop");
        values.put(Field.NAME, "cart");
        values.put(Field.PORT_NAME, "http");
        values.put(Field.PORT, 30080);
        values.put(Field.DNS_NAME, "cart.example.com");
        values.put(Field.SERVICE_PER_CLUSTER, true);
        values.put(Field.HEALTH_CHECK_PATH, "/health");
        values.put(Field.HEALTH_CHECK_PORT, 30081);
        values.put(Field.BACKEND_PROTOCOL, "http");
        values.put(Field.PROXY_PROTOCOL, false);
        values.put(Field.LOAD_BALANCER_CLASS, "");
        values.put(Field.LOAD_BALANCER_LISTEN_PORT, 0);
        values.put(Field.INGRESS_SNI, "");
        values.put(Field.ID_PREFIX, "");
        return values;
    }
}
