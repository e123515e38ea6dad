package io.kse.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.kse.json.JsonNumber;
import io.kse.json.JsonReader;
import io.kse.json.JsonValue;
import io.kse.json.JsonValue.JsonArray;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import io.kse.json.MalformedJson;
import io.kse.node.ExportedNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What operators find at {@link KeySpace#brake()} while deletes are held. Equal reports have equal
 * bytes.
 *
 * @param id what an operator writes to let exactly these deletes go on
 * @param since when holding began, in whole seconds; not when this set of keys came together
 * @param base documents that the limit is a share of
 * @param limit how many of them may go until the base is counted anew
 * @param deleted how many of them have gone already
 * @param held how many deletes are held
 * @param keys the first {@value #KEYS} of them, sorted
 * @param nodes the same of the list of nodes; empty if nothing is held of it
 */
public record BrakeReport(
        String id,
        Instant since,
        int base,
        int limit,
        int deleted,
        int held,
        List<KvKey> keys,
        Optional<HeldNodes> nodes) {
    /** More would only make the report long. */
    public static final int KEYS = 100;

    public BrakeReport {
        since = since.truncatedTo(ChronoUnit.SECONDS);
        keys = keys.stream().limit(KEYS).toList();
    }

    /**
     * What is held of the list of nodes.
     *
     * @param base entries that the limit is a share of
     * @param limit how many of them may go within a minute
     * @param deleted how many have gone within the last minute
     * @param held how many are held
     * @param entries the first {@value #KEYS} of them, each {@code name address}, sorted
     */
    @JsonPropertyOrder({"base", "limit", "deleted", "held", "entries"})
    public record HeldNodes(int base, int limit, int deleted, int held, List<String> entries) {
        public HeldNodes {
            entries = entries.stream().limit(KEYS).toList();
        }

        public static HeldNodes of(int base, int limit, int deleted, Set<ExportedNode> held) {
            List<String> entries = held.stream().limit(KEYS).map(ExportedNode::toString).toList();
            return new HeldNodes(base, limit, deleted, held.size(), entries);
        }
    }

    /** As it is stored. */
    public String json() {
        List<String> paths = keys.stream().map(KvKey::path).toList();
        return DocumentJson.write(
                new Form(
                        id,
                        since.toString(),
                        base,
                        limit,
                        deleted,
                        held,
                        paths,
                        nodes.orElse(null)));
    }

    /** Empty if {@code value} is no report. */
    public static Optional<BrakeReport> read(byte[] value) {
        try {
            JsonValue json = JsonReader.read(new String(value, StandardCharsets.UTF_8));
            return Optional.of(report(as(JsonObject.class, json)));
        } catch (MalformedJson | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BrakeReport report(JsonObject json) {
        return new BrakeReport(
                text(json.members().get("id")),
                Instant.parse(text(json.members().get("since"))),
                number(json.members().get("base")),
                number(json.members().get("limit")),
                number(json.members().get("deleted")),
                number(json.members().get("held")),
                as(JsonArray.class, json.members().get("keys")).elements().stream()
                        .map(key -> new KvKey(text(key)))
                        .toList(),
                Optional.ofNullable(json.members().get("nodes"))
                        .map(nodes -> nodes(as(JsonObject.class, nodes))));
    }

    private static HeldNodes nodes(JsonObject json) {
        return new HeldNodes(
                number(json.members().get("base")),
                number(json.members().get("limit")),
                number(json.members().get("deleted")),
                number(json.members().get("held")),
                as(JsonArray.class, json.members().get("entries")).elements().stream()
                        .map(BrakeReport::text)
                        .toList());
    }

    private static String text(JsonValue value) {
        return as(JsonString.class, value).text();
    }

    private static int number(JsonValue value) {
        return (int) as(JsonNumber.class, value).toDouble();
    }

    /** Absent is as wrong as of another type. */
    private static <V extends JsonValue> V as(Class<V> type, JsonValue value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("not of type " + type.getSimpleName());
        }
        return type.cast(value);
    }

    @JsonPropertyOrder({"id", "since", "base", "limit", "deleted", "held", "keys", "nodes"})
    private record Form(
            String id,
            String since,
            int base,
            int limit,
            int deleted,
            int held,
            List<String> keys,
            @JsonInclude(JsonInclude.Include.NON_NULL) HeldNodes nodes) {}
}
