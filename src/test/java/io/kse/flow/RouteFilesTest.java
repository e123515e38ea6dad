package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped route files: what Kaoto, dashboards and people need of them. */
class RouteFilesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> POLICIES =
            Set.of("retries", "comparisons", "registrations", "lookups", "looks", "requests");
    private static final Set<String> STEPS =
            Set.of(
                    "to",
                    "setBody",
                    "setVariable",
                    "setHeader",
                    "removeHeader",
                    "removeHeaders",
                    "bean",
                    "choice",
                    "multicast",
                    "split",
                    "aggregate",
                    "doTry",
                    "doCatch",
                    "process",
                    "filter",
                    "enrich",
                    "marshal",
                    "convertBodyTo",
                    "log",
                    "stop");

    @ParameterizedTest
    @MethodSource("shipped")
    void followsCamelsSchema(Path file) throws IOException {
        assertThat(schema().validate(YAML.readTree(file.toFile()))).as(file.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void hasKebabCaseIdsAndDescriptionsEverywhere(Path file) throws IOException {
        List<JsonNode> named = new ArrayList<>();

        collect(YAML.readTree(file.toFile()), named);

        assertThat(named).isNotEmpty();
        assertThat(named)
                .allSatisfy(
                        step -> {
                            assertThat(step.path("id").asText())
                                    .as("id of %s", step)
                                    .matches("[a-z]+(-[a-z]+)*");
                            assertThat(step.path("description").asText())
                                    .as("description of %s", step)
                                    .isNotBlank();
                        });
    }

    @Test
    void usesEveryIdOnce() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : shipped().toList()) {
            List<JsonNode> named = new ArrayList<>();
            collect(YAML.readTree(file.toFile()), named);
            named.forEach(step -> ids.add(step.path("id").asText()));
        }

        assertThat(ids).doesNotHaveDuplicates();
    }

    /** A route without either would lose what fails. */
    @Test
    void saysOfEveryRouteWhoTriesAgain() throws IOException {
        for (Path file : shipped().toList()) {
            for (JsonNode flow : YAML.readTree(file.toFile())) {
                JsonNode route = flow.path("route");
                boolean caller = route.path("errorHandler").has("noErrorHandler");
                boolean itself = POLICIES.contains(route.path("routeConfigurationId").asText());
                assertThat(route.isMissingNode() || caller != itself)
                        .as(route.path("id").asText())
                        .isTrue();
            }
        }
    }

    /** Else, after a retry, Camel takes the steps of the failure before. */
    @Test
    void hasStepsForEveryFailureThatAnotherMayComeBefore() throws IOException {
        for (JsonNode file : YAML.readTree(Path.of("routes", "errors.camel.yaml").toFile())) {
            JsonNode policy = file.path("routeConfiguration");
            if (policy.findParents("retryWhile").isEmpty()) {
                continue;
            }
            assertThat(policy.path("onException"))
                    .allSatisfy(each -> assertThat(each.at("/onException/steps")).isNotEmpty());
        }
    }

    @Test
    void namesARouteAfterItsEndPoint() throws IOException {
        for (Path file : shipped().toList()) {
            for (JsonNode flow : YAML.readTree(file.toFile())) {
                String uri = flow.path("route").path("from").path("uri").asText();
                if (uri.startsWith("direct:")) {
                    assertThat(uri).isEqualTo("direct:" + flow.path("route").path("id").asText());
                }
            }
        }
    }

    @Test
    void refusesAFolderWithoutRoutes(@TempDir Path empty) {
        assertThatThrownBy(() -> new RouteFiles(empty))
                .isInstanceOf(BadRoutes.class)
                .hasMessage("routes folder " + empty + " holds no file *.camel.yaml");
    }

    @Test
    void refusesAFolderThatIsNotThere(@TempDir Path parent) {
        assertThatThrownBy(() -> RouteFiles.of(Optional.of(parent.resolve("nowhere"))))
                .isInstanceOf(BadRoutes.class)
                .hasMessageContaining("nowhere");
    }

    private static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList().stream();
        }
    }

    /** Routes, their ends and their steps; what a language or a data format says has no id. */
    private static void collect(JsonNode node, List<JsonNode> named) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            boolean flow = Set.of("route", "routeConfiguration", "from").contains(member.getKey());
            if (flow || STEPS.contains(member.getKey()) && member.getValue().isObject()) {
                named.add(member.getValue());
            }
            if (Set.of("when", "onException", "doCatch").contains(member.getKey())
                    && member.getValue().isArray()) {
                member.getValue()
                        .forEach(
                                branch ->
                                        named.add(
                                                branch.has("onException")
                                                        ? branch.get("onException")
                                                        : branch));
            }
        }
        node.forEach(child -> collect(child, named));
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream schema =
                RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        }
    }
}
