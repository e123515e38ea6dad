package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.document.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the original made of 49 Services, and what render makes of them. */
class GoldenRenderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Map<String, String> CLUSTER = Map.of("KSE_CLUSTER_ID", "transformers");

    private final JsonNode expected = expected();
    private final Run run =
            Run.with(CLUSTER, "", "render", "--strict", "--verbose", GOLDEN + "/services.json");

    @Test
    void rendersTheDocumentsOfTheOriginal() {
        Map<String, Document> original = new TreeMap<>();
        expected.get("documents")
                .properties().forEach(
                        entry ->
                                original.put(
                                        entry.getKey(), Run.read(entry.getValue().asText())));

        Map<String, Document> ours = new TreeMap<>();
        run.entries().forEach((key, json) -> ours.put(key, Run.read(json)));

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

    private static JsonNode expected() {
        try {
            return new ObjectMapper().readTree(GOLDEN.resolve("services-expected.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
