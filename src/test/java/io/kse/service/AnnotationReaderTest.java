package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.json.JsonNumber;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationReaderTest {
    @Test
    void fillsInDefaults() {
        assertThat(new AnnotationReader(null).read())
                .isEqualTo(
                        new ServiceAnnotations(
                                "",
                                true,
                                "",
                                OptionalInt.empty(),
                                "http",
                                false,
                                "",
                                0,
                                JsonObject.EMPTY,
                                "",
                                Optional.empty()));
    }

    @Test
    void takesNullForAbsent() {
        Map<String, String> annotations = new HashMap<>();
        annotations.put(ServiceAnnotations.PREFIX + "load-balancer-listen-port", null);

        assertThat(new AnnotationReader(annotations).read())
                .isEqualTo(new AnnotationReader(null).read());
    }

    @Test
    void leavesOtherPrefixesAlone() {
        Map<String, String> others =
                Map.of("load-balancer-class", "a", "example.com/load-balancer-listen-port", "x");

        assertThat(new AnnotationReader(others).read())
                .isEqualTo(new AnnotationReader(null).read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", " outer ", "ünï", "{{ x }}", "${y}", "a\nb"})
    void takesAnyText(String text) {
        assertThat(read("load-balancer-dns-name", text).dnsName()).isEqualTo(text);
        assertThat(read("load-balancer-health-check-path", text).healthCheckPath()).isEqualTo(text);
        assertThat(read("load-balancer-class", text).loadBalancerClass()).isEqualTo(text);
        assertThat(read("id-prefix", text).idPrefix()).isEqualTo(text);
    }

    @Test
    void replacesLoneSurrogatesInText() {
        assertThat(read("load-balancer-class", "a\uD800").loadBalancerClass()).isEqualTo("a\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "1, true", "t, true", "T, true", "TRUE, true", "true, true", "True, true",
        "0, false", "f, false", "F, false", "FALSE, false", "false, false", "False, false"
    })
    void readsBooleans(String text, boolean value) {
        assertThat(read("load-balancer-service-per-cluster", text).servicePerCluster())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "tRue", " true", "2"})
    void refusesOtherBooleans(String text) {
        assertThat(problems("load-balancer-service-per-cluster", text))
                .containsExactly(
                        new AnnotationProblem(
                                ServiceAnnotations.PREFIX + "load-balancer-service-per-cluster",
                                text,
                                GoBoolean.ACCEPTED));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "443, 443",
        "+443, 443",
        "-1, -1",
        "-0, 0",
        "007, 7",
        "2147483647, 2147483647",
        "-2147483648, -2147483648",
        "00000000000000000000443, 443"
    })
    void readsNumbers(String text, int value) {
        assertThat(read("load-balancer-listen-port", text).loadBalancerListenPort())
                .isEqualTo(value);
        assertThat(read("load-balancer-health-check-port", text).healthCheckPort()).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "-",
                "--1",
                "+-1",
                " 1",
                "1 ",
                "1\n",
                "1.0",
                "1e3",
                "0x1",
                "1_000",
                "٤٤٣",
                "４４３",
                "2147483648",
                "-2147483649",
                "99999999999999999999",
                "http"
            })
    void refusesOtherNumbers(String text) {
        for (String name :
                List.of("load-balancer-listen-port", "load-balancer-health-check-port")) {
            assertThat(problems(name, text))
                    .containsExactly(
                            new AnnotationProblem(
                                    ServiceAnnotations.PREFIX + name,
                                    text,
                                    "a decimal 32-bit integer, such as 443"));
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, tcp", "http, http", "TCP, http", "' tcp', http", "'', http", "grpc, http"})
    void speaksTcpOnlyIfExactlyToldSo(String text, String protocol) {
        assertThat(read("load-balancer-backend-protocol", text).backendProtocol())
                .isEqualTo(protocol);
    }

    @ParameterizedTest
    @CsvSource({"*, true", "'', false", "true, false", "**, false", "' *', false", "443, false"})
    void speaksProxyProtocolOnlyForAStar(String text, boolean value) {
        assertThat(read("load-balancer-proxy-protocol", text).proxyProtocol()).isEqualTo(value);
    }

    @Test
    void readsCustomAttrs() {
        assertThat(
                        read("custom-attrs", " {\"a\":1, \"a\":\"x\", \"b\":1.0} ")
                                .customAttrs()
                                .members())
                .isEqualTo(Map.of("a", new JsonString("x"), "b", new JsonNumber("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", " null "})
    void readsEmptyCustomAttrs(String text) {
        assertThat(read("custom-attrs", text).customAttrs()).isEqualTo(JsonObject.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "'[]', it is no object",
        "'1', it is no object",
        "'\"{}\"', it is no object",
        "'{', it does not read as JSON",
        "'{} x', it does not read as JSON",
        "'{} {}', there is text after the value",
        "'{\"a\":1e999999999}', one of its numbers is no finite double",
        "'{\"a\":\"\\ud8\"}', it does not read as JSON"
    })
    void refusesOtherCustomAttrs(String text, String why) {
        assertThat(problems("custom-attrs", text))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.value()).isEqualTo(text);
                            assertThat(problem.accepted()).contains("a JSON object", why);
                        });
    }

    @Test
    void asksForIngressOnlyWithAllThreeAnnotations() {
        Map<String, String> all =
                Map.of(
                        ServiceAnnotations.PREFIX + "ingress-service-namespace", "edge",
                        ServiceAnnotations.PREFIX + "ingress-service-name", "gateway",
                        ServiceAnnotations.PREFIX + "ingress-service-port-name", "https");

        assertThat(new AnnotationReader(all).read().ingress())
                .contains(new IngressReference(new ServiceName("edge", "gateway"), "https"));
        all.keySet()
                .forEach(
                        one -> {
                            assertThat(ingressWith(all, one, null)).isEmpty();
                            assertThat(ingressWith(all, one, "")).isEmpty();
                        });
    }

    private static Optional<IngressReference> ingressWith(
            Map<String, String> all, String one, String value) {
        Map<String, String> annotations = new HashMap<>(all);
        annotations.put(one, value);
        return new AnnotationReader(annotations).read().ingress();
    }

    @Test
    void collectsEveryProblem() {
        AnnotationReader reader =
                new AnnotationReader(
                        Map.of(
                                ServiceAnnotations.PREFIX + "load-balancer-listen-port", "x",
                                ServiceAnnotations.PREFIX + "load-balancer-health-check-port", "y",
                                ServiceAnnotations.PREFIX + "load-balancer-service-per-cluster",
                                        "z",
                                ServiceAnnotations.PREFIX + "custom-attrs", "["));

        reader.read();

        assertThat(reader.problems())
                .extracting(AnnotationProblem::value)
                .containsExactlyInAnyOrder("x", "y", "z", "[");
    }

    @Test
    void tellsAProblemInOneLine() {
        AnnotationProblem problem = new AnnotationProblem("example/port", "4\n43", "a number");

        assertThat(problem)
                .hasToString("annotation example/port: value \"4\\n43\": accepted is a number");
    }

    private static ServiceAnnotations read(String name, String value) {
        AnnotationReader reader = reader(name, value);
        ServiceAnnotations annotations = reader.read();
        assertThat(reader.problems()).isEmpty();
        return annotations;
    }

    private static List<AnnotationProblem> problems(String name, String value) {
        AnnotationReader reader = reader(name, value);
        reader.read();
        return reader.problems();
    }

    private static AnnotationReader reader(String name, String value) {
        return new AnnotationReader(Map.of(ServiceAnnotations.PREFIX + name, value));
    }

    @Test
    void knowsWhichOfOursNobodyHasAskedFor() {
        AnnotationReader reader =
                new AnnotationReader(
                        Map.of(
                                ServiceAnnotations.PREFIX + "load-balancer-class",
                                "a",
                                ServiceAnnotations.PREFIX + "load-balancer-clas",
                                "a",
                                "example.com/load-balancer-clas",
                                "a"));
        reader.read();

        assertThat(reader.unread())
                .containsExactly(ServiceAnnotations.PREFIX + "load-balancer-clas");
    }
}
