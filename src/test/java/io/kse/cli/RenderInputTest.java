package io.kse.cli;

import static io.kse.cli.Manifest.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What render takes for manifests, and what it says of everything else. */
class RenderInputTest {
    private static final String CART = service("shop", "cart").nodePort(30080).yaml();
    private static final String CART_JSON =
            "{\"kind\": \"Service\", \"apiVersion\": \"v1\", \"metadata\": {\"namespace\": \"shop\","
                    + "\t\"name\": \"cart\", \"annotations\":"
                    + " {\"kube-service-exporter.github.com/exported\": \"true\"}},"
                    + " \"spec\": {\"type\": \"NodePort\", \"ports\": [{\"name\": \"http\","
                    + " \"port\": 80, \"nodePort\": 30080}]}}";

    @TempDir Path folder;

    @Test
    void readsJson() {
        assertReadsCart(CART_JSON);
    }

    @Test
    void readsJsonDocumentsOneAfterTheOther() {
        assertReadsCart(CART_JSON.replace("\"cart\"", "\"other\"") + "\n" + CART_JSON);
    }

    @Test
    void readsYamlThatBeginsLikeJson() {
        assertReadsCart("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n" + CART);
    }

    @Test
    void readsTextWithAByteOrderMark() {
        assertReadsCart("\uFEFF" + CART);
    }

    @Test
    void readsLists() {
        assertReadsCart(
                "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [" + CART_JSON + "]}");
    }

    @Test
    void readsServiceListsWhoseItemsHaveNoKind() {
        String item = CART_JSON.replace("\"kind\": \"Service\", \"apiVersion\": \"v1\", ", "");

        assertReadsCart(
                "{\"kind\": \"ServiceList\", \"apiVersion\": \"v1\", \"items\": [" + item + "]}");
    }

    @Test
    void readsAnchorsAndMerges() {
        assertReadsCart(
                CART.replace("metadata:\n", "metadata: &m\n")
                        + CART.replaceFirst(
                                "(?s)metadata:\n.*spec:", "metadata: {<<: {name: x}}\nspec:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "---\n---\n# only a comment\n---\n",
                "kind: List\napiVersion: v1\nitems: null\n",
                "kind: List\napiVersion: v1\n",
                "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: 5\n",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: [1, {a: b}]\nspec: {ports: x}\n",
            })
    void passesOverWhatIsNoService(String other) {
        Run run = Run.of(other, "render", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.errorLines()).containsExactly("note: there is no Service in the input");
        assertReadsCart(other + CART);
    }

    @Test
    void readsADirectoryWithAllBelowIt() throws IOException {
        Path below = Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(below.resolve("cart.yml"), CART);
        Files.writeString(folder.resolve("json.json"), CART_JSON.replace("\"cart\"", "\"json\""));
        Files.writeString(folder.resolve("a.yaml"), service("shop", "a").nodePort(30001).yaml());
        Files.writeString(folder.resolve("README.md"), "{{ no manifest");

        Run run = Run.of("", "render", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.entries())
                .containsOnlyKeys(
                        Run.key("shop-a-http"),
                        Run.key("shop-cart-http"),
                        Run.key("shop-json-http"));
    }

    @Test
    void followsALinkToADirectoryAndNamesWhatIsInItByTheLink() throws IOException {
        Path below = Files.createDirectories(folder.resolve("real/below"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.writeString(below.resolve("cart.yaml"), CART);

        Run good = Run.of("", "render", link.toString());
        Files.writeString(below.resolve("bad.yaml"), "a: b: c");
        Run bad = Run.of("", "render", link.toString());

        assertThat(good.entries()).containsOnlyKeys(Run.key("shop-cart-http"));
        assertUnreadable(bad, link.resolve("below/bad.yaml") + ": ");
    }

    @Test
    void readsAFileThatIsNamedTwiceOnce() throws IOException {
        Path file = folder.resolve("cart.yaml");
        Files.writeString(file, CART);

        Run run = Run.of("", "render", file.toString(), folder.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.entries()).containsOnlyKeys(Run.key("shop-cart-http"));
    }

    @Test
    void putsServicesWithoutNamespaceIntoDefault() {
        Run run = Run.of(service("cart").nodePort(30080).yaml(), "render", "-");

        assertThat(run.entries()).containsOnlyKeys(Run.key("default-cart-http"));
    }

    @Test
    void takesUnquotedTimesForText() {
        Run run =
                Run.of(
                        service("shop", "cart")
                                .nodePort(1)
                                .createdAt("2026-01-01T00:00:00Z")
                                .yaml(),
                        "render",
                        "-");

        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nodePort: \"abc\"   | spec.ports[0].nodePort is \"abc\": accepted is a whole number",
                "nodePort: '30080'   | spec.ports[0].nodePort is \"30080\": accepted is a whole number",
                "nodePort: ''        | spec.ports[0].nodePort is \"\": accepted is a whole number",
                "nodePort: 1.5       | spec.ports[0].nodePort is 1.5: accepted is a whole number",
                "nodePort: 5000000000| spec.ports[0].nodePort is 5000000000: accepted is a whole number",
                "nodePort: {{ .x }}  | spec.ports[0].nodePort is an object: accepted is a whole number",
            })
    void refusesAPortOfTheWrongType(String field, String problem) {
        Run run =
                Run.of(
                        "kind: A\n" + service("s", "c").yaml() + "      " + field + "\n",
                        "render",
                        "-");

        assertUnreadable(run, "standard input: document 2: Service \"c\": ");
        if (!field.contains("{{")) {
            assertThat(run.err().strip()).endsWith(problem);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "443", "1.5", "[a]", "{a: b}"})
    void refusesAnnotationsThatAreNoText(String value) {
        Run run = Run.of(service("s", "c").annotation("exported", value).yaml(), "render", "-");

        assertUnreadable(run, "standard input: document 1: Service \"c\": metadata.annotations");
        assertThat(run.err())
                .contains("[kube-service-exporter.github.com/exported] is ")
                .endsWith("accepted is text, so put it in quotes\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata: {name: a, labels: {x: 1}}",
                "metadata: {name: a, annotations: []}",
                "metadata: text",
                "metadata: {name: 5}",
                "metadata: {name: a}\nspec: text",
                "metadata: {name: a}\nspec: []",
                "metadata: {name: a}\nspec: {ports: {}}",
                "metadata: {name: a}\nspec: {ports: [null]}",
                "metadata: {name: a}\nspec: {ports: [5]}",
                "metadata: {name: a}\nspec: {type: 5}",
                "metadata: {name: a}\nspec: {allocateLoadBalancerNodePorts: 'true'}",
                "metadata: {name: a, annotations: {{ toYaml .Values }}}",
                "metadata: {namespace: a}",
                "metadata: {generateName: a}",
                "metadata: null",
                "spec: null",
            })
    void refusesAServiceThatTheApiServerWouldRefuse(String rest) {
        Run run = Run.of("apiVersion: v1\nkind: Service\n" + rest + "\n", "render", "-");

        assertUnreadable(run, "standard input: document 1: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "just text",
                "[]",
                "5",
                "a: b: c",
                "{\"kind\": \"Service\"",
                "a: [",
                "a: 1\na: 2",
                "{{- if .Values.enabled }}\nkind: Service\n{{- end }}",
                "a: \"\u0000\"",
                "a: !!java.net.URL [x]",
                "kind: 5",
                "foo: 1",
                "kind: ''",
                "kind: null",
                "services: {web: {image: x}}",
                "{{ if x }}",
                "kind: List\napiVersion: v1\nitems: [{metadata: {name: a}}]",
                "kind: Service",
                "kind: List\napiVersion: v1\nitems: {}",
                "kind: List\napiVersion: v1\nitems: [5]",
                "a: *unknown",
            })
    void refusesWhatIsNoManifest(String text) {
        assertUnreadable(Run.of(text + "\n" + CART, "render", "-"), "standard input: document 1: ");
    }

    @Test
    void hintsAtTemplatesThatAreNotRendered() {
        Run run = Run.of("{{- if .Values.enabled }}\nkind: Service\n{{- end }}", "render", "-");

        assertThat(run.err()).contains("template");
    }

    @Test
    void saysWhatHasNoKindAndHintsAtTemplates() {
        Run plain = Run.of("foo: 1\n", "render", "-");
        Run template = Run.of("{{ if x }}\n", "render", "-");

        assertUnreadable(plain, "standard input: document 1: has no kind, so it is no manifest");
        assertThat(plain.err()).doesNotContain("template");
        assertUnreadable(template, "standard input: document 1: has no kind, so it is no manifest");
        assertThat(template.err()).contains("is it a template? render it first");
    }

    @Test
    void refusesBinaryInput() {
        Run run = Run.with(Map.of(), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0}, "render", "-");

        assertUnreadable(run, "standard input: is no UTF-8 text");
    }

    @Test
    @Timeout(20)
    void costsNothingForTextThatExpandsWithoutBound() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x]\n");
        for (int i = 1; i < 8; i++) {
            laughs.append(
                    "a%d: &a%d [%s*a%d]\n"
                            .formatted(i, i, ("*a" + (i - 1) + ", ").repeat(5), i - 1));
        }
        String loop = "apiVersion: v1\nkind: Service\nmetadata: &m {name: a, more: *m}\n";
        String brackets = "[".repeat(1 << 20);
        String nestedJson = "{\"a\":".repeat(1 << 18);

        for (String text :
                new String[] {laughs + "kind: x\n" + laughs, loop, brackets, nestedJson}) {
            assertUnreadable(Run.of(text, "render", "-"), "standard input: document 1: ");
        }
    }

    @Test
    void saysOfEveryUnreadableFileWhatIsWrongAndPrintsNothing() throws IOException {
        Path good = folder.resolve("good.yaml");
        Path bad = folder.resolve("bad.yaml");
        Path worse = folder.resolve("worse.yaml");
        Files.writeString(good, CART);
        Files.writeString(bad, "a: b: c");
        Files.writeString(worse, CART + "---\ntext\n");

        Run run = Run.of("", "render", good.toString(), bad.toString(), worse.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines()).hasSize(2);
        assertThat(run.err()).contains(bad + ": document 1: ", worse + ": document 2: ");
    }

    @Test
    void saysWhichFilesAreMissing() {
        Path missing = folder.resolve("missing.yaml");

        Run run = Run.of("", "render", missing.toString(), folder.toString(), "\0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errorLines())
                .containsExactly(
                        "kube-service-exporter: " + missing + ": there is no such file",
                        "kube-service-exporter: "
                                + folder
                                + ": holds no file *.yaml, *.yml or *.json",
                        "kube-service-exporter: \0: is no file name: \"Nul character not allowed\"");
    }

    @Test
    void saysEverythingThatIsMissingOrUnreadableAtOnce() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "a: b: c");
        Path worse = Files.writeString(folder.resolve("worse.yaml"), "text");
        Path missing = folder.resolve("missing");
        Path none = folder.resolve("none");

        Run run =
                Run.of(
                        "",
                        "render",
                        missing.toString(),
                        bad.toString(),
                        "--lookup",
                        none.toString(),
                        worse.toString(),
                        bad.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errorLines())
                .extracting(line -> line.split(": ")[1])
                .containsExactly(
                        missing.toString(), bad.toString(), none.toString(), worse.toString());
    }

    @Test
    void readsLookupFilesWithTheSameCare() {
        Run run = Run.of(CART, "render", "-", "--lookup", folder.resolve("none").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void wantsAFile() {
        assertThat(Run.of("", "render").err()).contains("Missing required parameter: 'FILE'");
        assertThat(Run.of("", "render", "--lookup", "a", "b").err()).contains("put FILE before it");
        assertThat(Run.of("", "render").exitCode()).isEqualTo(2);
    }

    @Test
    void readsStandardInputForOnePurposeOnly() {
        Run run = Run.of(CART, "render", "-", "--lookup", "-");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("not both");
    }

    private static void assertReadsCart(String text) {
        Run run = Run.of(text, "render", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.document("shop-cart-http").port()).isEqualTo(30080);
    }

    private static void assertUnreadable(Run run, String beginning) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("kube-service-exporter: " + beginning);
    }
}
