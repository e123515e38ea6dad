package io.kse.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.kse.document.KvEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The JSON array that {@code consul kv import} reads, laid out as {@code consul kv export} does.
 */
final class ConsulImport {
    private static final String ENTRY =
            "\t{\n\t\t\"key\": \"%s\",\n\t\t\"flags\": 0,\n\t\t\"value\": \"%s\"\n\t}";

    private ConsulImport() {}

    /** Ends without a line feed; the same entries always give the same text. */
    static String of(List<KvEntry> entries) {
        return entries.isEmpty()
                ? "[]"
                : entries.stream()
                        .map(ConsulImport::entry)
                        .collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static String entry(KvEntry entry) {
        return ENTRY.formatted(
                String.valueOf(JsonStringEncoder.getInstance().quoteAsString(entry.key().path())),
                Base64.getEncoder().encodeToString(entry.json().getBytes(StandardCharsets.UTF_8)));
    }
}
