package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the original made of 49 Services, and what render makes of them. */
class GoldenRenderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Map<String, String> CLUSTER = Map.of("KSE_CLUSTER_ID", "transformers");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Object> ZERO = Set.of(0.0, "\"\"", "false", "null", Map.of());

    private final JsonNode expected = expected();
    private final Run run =
            Run.with(CLUSTER, "", "render", "--strict", "--verbose", GOLDEN + "/services.json");

    @Test
    void rendersTheDocumentsOfTheOriginal() {
        Map<String, Object> original = new TreeMap<>();
        expected.get("documents")
                .properties()
                .forEach(
                        entry ->
                                original.put(
                                        entry.getKey(), comparable(entry.getValue().asText())));

        Map<String, Object> ours = new TreeMap<>();
        run.entries().forEach((key, json) -> ours.put(key, comparable(json)));

        assertThat(original).hasSize(36);
        assertThat(ours).isEqualTo(original);
    }

    @Test
    void namesEveryRefusedServiceOnALineOfItsOwn() {
        List<String> refused =
                run.errorLines().stream().filter(line -> !line.startsWith("note: ")).toList();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(refused)
                .hasSize(12)
                .extracting(line -> line.substring(0, line.indexOf(": ")))
                .containsExactlyInAnyOrderElementsOf(names("rejected"));
    }

    @Test
    void saysOfTheOthersWhyTheyAreNotExported() {
        List<String> notExported =
                run.errorLines().stream()
                        .filter(line -> line.contains(": not exported: "))
                        .map(line -> line.substring("note: ".length(), line.indexOf(": not")))
                        .toList();

        assertThat(notExported)
                .hasSize(5)
                .containsExactlyInAnyOrderElementsOf(names("notExported"));
    }

    private List<String> names(String field) {
        List<String> names = new ArrayList<>();
        expected.get(field).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Numbers as doubles; absent means zero. */
    private static Object comparable(String json) {
        try {
            Map<String, Object> document = new TreeMap<>();
            JSON.readTree(json)
                    .properties()
                    .forEach(
                            member -> document.put(member.getKey(), comparable(member.getValue())));
            document.values().removeIf(ZERO::contains);
            return document;
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static Object comparable(JsonNode value) {
        if (value.isObject()) {
            Map<String, Object> members = new TreeMap<>();
            value.properties()
                    .forEach(member -> members.put(member.getKey(), comparable(member.getValue())));
            return members;
        } else if (value.isArray()) {
            return value.valueStream().map(GoldenRenderTest::comparable).toList();
        }
        return value.isNumber() ? (Object) (value.doubleValue() + 0.0) : value.toString();
    }

    private static JsonNode expected() {
        try {
            return new ObjectMapper().readTree(GOLDEN.resolve("services-expected.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
