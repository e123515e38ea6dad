package io.kse.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Splits the text of a file into its documents: YAML or JSON, as many as there are. They come as
 * maps, lists and scalars; an empty document is null.
 */
final class ManifestText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestText() {}

    /**
     * Text that begins like JSON may be YAML all the same, but if it is neither then JSON was
     * meant.
     */
    static List<Object> documents(String text) throws UnreadableInput {
        if (!looksLikeJson(text)) {
            return yaml(text);
        }
        try {
            return json(text);
        } catch (UnreadableInput notJson) {
            return yamlOr(notJson, text);
        }
    }

    private static List<Object> yamlOr(UnreadableInput notJson, String text)
            throws UnreadableInput {
        try {
            return yaml(text);
        } catch (UnreadableInput neither) {
            throw notJson;
        }
    }

    private static boolean looksLikeJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static List<Object> json(String text) throws UnreadableInput {
        List<Object> documents = new ArrayList<>();
        try (JsonParser values = JSON.createParser(text)) {
            while (values.nextToken() != null) {
                documents.add(JSON.readValue(values, Object.class));
            }
            return documents;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw broken(documents, "line %d: %s".formatted(line, e.getOriginalMessage()), text);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can be read", e);
        }
    }

    private static List<Object> yaml(String text) throws UnreadableInput {
        List<Object> documents = new ArrayList<>();
        try {
            KubectlYaml.documents(text).forEach(documents::add);
            return documents;
        } catch (YAMLException e) {
            throw broken(documents, problem(e), text);
        }
    }

    private static String problem(YAMLException failure) {
        if (failure instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return "line %d: %s"
                    .formatted(marked.getProblemMark().getLine() + 1, marked.getProblem());
        }
        return failure.getMessage();
    }

    private static UnreadableInput broken(List<Object> before, String problem, String text) {
        String line = problem.lines().findFirst().orElse("").strip();
        String hint =
                text.contains("{{") ? " (is it a template? render it first: {{ is in it)" : "";
        return new UnreadableInput(
                "document %d: is neither YAML nor JSON: %s%s"
                        .formatted(before.size() + 1, line, hint));
    }
}
