package io.kse.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kse.json.JsonReader;
import io.kse.json.JsonValue;
import io.kse.json.JsonValue.JsonArray;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import io.kse.json.MalformedJson;
import io.kse.node.ExportedNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The list of nodes as it is published at {@link KeySpace#nodes()}. Equal lists have equal bytes.
 * It is never empty by accident.
 *
 * @param nodes at least one, unless the cluster is drained
 * @param drained true if there are none on purpose
 */
public record NodeList(SortedSet<ExportedNode> nodes, boolean drained) {
    /** That of a cluster which is drained. */
    public static final NodeList DRAINED = new NodeList(Collections.emptySortedSet(), true);

    /** Of what fits, in percent: from there on somebody should know. */
    private static final int TIGHT_PERCENT = 80;

    /** How much space a list leaves. */
    public enum Room {
        /** Nobody has to know. */
        ENOUGH,
        /** It may be written, but does not grow much more. */
        TIGHT,
        /** It is not written: the last list stays. */
        NONE
    }

    public NodeList {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        if (nodes.isEmpty() != drained) {
            throw new IllegalArgumentException(
                    "a list of no nodes is published while the cluster is drained, and only then");
        }
    }

    /** That of a cluster which is not drained. */
    public NodeList(SortedSet<ExportedNode> nodes) {
        this(nodes, false);
    }

    /** As it is stored. */
    public String json() {
        return nodes.stream()
                .map(node -> DocumentJson.write(new Form(node.name(), node.address())))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Bytes of it as stored. */
    public int size() {
        return json().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Whether it can be written at {@code key}.
     *
     * @param key counts twice, as for documents
     */
    public Room room(KvKey key) {
        long size = size() + 2L * key.size();
        if (size > Documents.LARGEST) {
            return Room.NONE;
        }
        return size * 100 >= (long) Documents.LARGEST * TIGHT_PERCENT ? Room.TIGHT : Room.ENOUGH;
    }

    /**
     * True if {@code value} is an array of exactly these entries in this order, whatever the space
     * between them.
     */
    public boolean isIn(byte[] value) {
        List<JsonValue> wanted = nodes.stream().map(NodeList::entry).toList();
        return elements(value).filter(wanted::equals).isPresent();
    }

    private static JsonValue entry(ExportedNode node) {
        return new JsonObject(
                new TreeMap<>(
                        Map.of(
                                "Name", new JsonString(node.name()),
                                "Address", new JsonString(node.address()))));
    }

    /**
     * The entries that {@code value} holds, of whatever order and with whatever beside them; empty
     * if it is no array, so that it says nothing of what is published.
     */
    public static Optional<SortedSet<ExportedNode>> entries(byte[] value) {
        return elements(value).map(NodeList::entries);
    }

    private static SortedSet<ExportedNode> entries(List<JsonValue> elements) {
        SortedSet<ExportedNode> entries = new TreeSet<>();
        for (JsonValue element : elements) {
            if (element instanceof JsonObject object
                    && object.members().get("Name") instanceof JsonString name
                    && object.members().get("Address") instanceof JsonString address) {
                entries.add(new ExportedNode(name.text(), address.text()));
            }
        }
        return entries;
    }

    private static Optional<List<JsonValue>> elements(byte[] value) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return JsonReader.read(text) instanceof JsonArray array
                    ? Optional.of(array.elements())
                    : Optional.empty();
        } catch (CharacterCodingException | MalformedJson e) {
            return Optional.empty();
        }
    }

    private record Form(
            @JsonProperty("Name") String name, @JsonProperty("Address") String address) {}
}
