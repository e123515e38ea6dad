package io.kse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeSelectorTest {
    /** The label sets that the columns of the table stand for. */
    private static final List<Map<String, String>> LABELS =
            List.of(
                    Map.of(),
                    Map.of("a", "b"),
                    Map.of("a", "c"),
                    Map.of("a", ""),
                    Map.of("a", "5"),
                    Map.of("x/y", "1", "a", "10"),
                    Map.of("in", "in", "notin", "x"));

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("selectorsInKubernetes")
    void meansWhatKubernetesMeans(String selector, String inKubernetes) {
        if (inKubernetes.equals("refused")) {
            assertThatExceptionOfType(BadNodeSelector.class)
                    .isThrownBy(() -> NodeSelector.parse(selector));
        } else {
            assertThat(matches(NodeSelector.parse(selector))).isEqualTo(inKubernetes);
        }
    }

    static Stream<String[]> selectorsInKubernetes() throws IOException {
        try (InputStream table =
                NodeSelectorTest.class.getResourceAsStream("kubernetes-selectors.tsv")) {
            String lines = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> line.split("\t", 2))
                    .map(pair -> new String[] {unescaped(pair[0]), pair[1]});
        }
    }

    private static String unescaped(String selector) {
        return selector.replace('␤', '\n').replace('␉', '\t');
    }

    private static String matches(NodeSelector selector) {
        return LABELS.stream()
                .map(labels -> selector.matches(labels) ? "x" : "-")
                .collect(Collectors.joining());
    }

    @Test
    void isNotMetByALabelThatIsNoIntegerWhereOneIsCompared() {
        assertThat(NodeSelector.parse("a<5").matches(Map.of("a", "x"))).isFalse();
        assertThat(NodeSelector.parse("a>5").matches(Map.of("a", "99999999999999999999")))
                .isFalse();
        assertThat(NodeSelector.parse("a<5").matches(Map.of("a", "-1"))).isTrue();
    }

    @ParameterizedTest(name = "{index}: {0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\0',
            value = {
                "a=b,,c => column 5: found \",\": a label's key is needed: a name of 1 to 63",
                "a b => column 3: found \"b\": expected =, ==, !=, in (…), notin (…), <, >, a comma",
                "a in (b => column 8: found the end: expected a comma or )",
                "a in b => column 6: found \"b\": expected (",
                "a=b c => column 5: found \"c\": expected a comma or the end",
                "a=-b => column 3: found \"-b\": not a label's value: up to 63",
                "a>x => column 3: found \"x\": not an integer of 64 bits",
                "a> => column 3: found the end: not an integer of 64 bits",
                "/a=b => column 1: found \"/a\": a label's key is needed: a name",
                "[\"a\",\"b c\"] => column 6: selector 2, its column 3: found \"c\": expected =",
                "[\"a\" => column 4: no JSON",
                "[\"a\",1] => column 6: not a text",
                "[[\"a\"]] => column 2: not a text",
                "[] => column 2: no selector in it",
                "[\"a\"] x => column 7: no JSON",
                "[\"a\"][] => column 6: more than one array",
            })
    void saysWhereSelectorIsWrongAndWhy(String selectors, String message) {
        assertThatExceptionOfType(BadNodeSelector.class)
                .isThrownBy(() -> NodeSelectors.parse(selectors, 1))
                .withMessageStartingWith(message)
                .satisfies(
                        bad -> assertThat(bad.getMessage()).startsWith("column " + bad.column()));
    }

    @Test
    void readsAJsonArrayInItsOrder() {
        NodeSelectors selectors = NodeSelectors.parse(" [\"role=web,zone in (a,b)\", \"\"]\n", 3);

        assertThat(selectors.inOrder())
                .extracting(NodeSelector::text)
                .containsExactly("role=web,zone in (a,b)", "");
        assertThat(selectors.minimum()).isEqualTo(3);
    }

    @Test
    void readsOneSelectorWithoutBrackets() {
        assertThat(NodeSelectors.parse("role=web", 1).inOrder())
                .containsExactly(NodeSelector.parse("role=web"));
    }

    static void isASelectorOrRefused(String text) {
        try {
            assertThat(NodeSelectors.parse(text, 1).inOrder()).isNotEmpty();
        } catch (BadNodeSelector refused) {
            assertThat(refused.column()).isPositive();
        }
    }

    @Test
    void costsLittleForAMegabyte() {
        isASelectorOrRefused("a-".repeat(500_000) + "/b");
        isASelectorOrRefused("[".repeat(1_000_000));
        isASelectorOrRefused("a in (" + "b,".repeat(500_000) + ")");
        isASelectorOrRefused("!".repeat(1_000_000));
    }

    @Test
    void isShownAsItWasWritten() {
        assertThat(NodeSelector.parse("a = b")).hasToString("a = b");
        assertThat(NodeSelectors.parse("[\"a = b\", \"!c\"]", 1)).hasToString("a = b | !c");
    }
}
