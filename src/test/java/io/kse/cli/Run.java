package io.kse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.document.Document;
import io.kse.document.DocumentReader;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One execution of the program in this JVM, and what it left behind. */
public record Run(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** With {@code KSE_CLUSTER_ID=test} and nothing else in the environment. */
    static Run of(String standardInput, String... arguments) {
        return with(Map.of(), standardInput, arguments);
    }

    static Run with(Map<String, String> settings, String standardInput, String... arguments) {
        return with(settings, standardInput.getBytes(StandardCharsets.UTF_8), arguments);
    }

    static Run with(Map<String, String> settings, byte[] standardInput, String... arguments) {
        Map<String, String> environment = new HashMap<>(Map.of("KSE_CLUSTER_ID", "test"));
        environment.putAll(settings);
        return in(environment, standardInput, arguments);
    }

    public static Run in(
            Map<String, String> environment, byte[] standardInput, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                ExporterCommand.of(
                                environment,
                                new ByteArrayInputStream(standardInput),
                                new PrintWriter(out),
                                new PrintWriter(err))
                        .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    List<String> errorLines() {
        return err.lines().toList();
    }

    /** What {@code consul kv import} would write, in the order of the output. */
    public Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        try {
            for (JsonNode entry : JSON.readTree(out)) {
                byte[] value = Base64.getDecoder().decode(entry.get("value").textValue());
                entries.put(
                        entry.get("key").textValue(), new String(value, StandardCharsets.UTF_8));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("standard output is no JSON: " + out, e);
        }
        return entries;
    }

    /** The document of a Service's port, in the cluster {@code test} under the default prefix. */
    Document document(String namespaceNamePort) {
        return read(entries().get(key(namespaceNamePort)));
    }

    public static Document read(String json) {
        return DocumentReader.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    static String key(String namespaceNamePort) {
        return "kube-service-exporter/services/test-%s/clusters/test".formatted(namespaceNamePort);
    }
}
