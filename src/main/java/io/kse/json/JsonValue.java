package io.kse.json;

import java.util.List;
import java.util.SortedMap;

/**
 * A JSON value as its author wrote it: numbers keep their text, strings are well-formed Unicode,
 * members are sorted by name. Two values are equal if they mean the same, so {@code 1.0} equals
 * {@code 1}.
 */
public sealed interface JsonValue {
    record JsonObject(SortedMap<String, JsonValue> members) implements JsonValue {}

    record JsonArray(List<JsonValue> elements) implements JsonValue {}

    record JsonString(String text) implements JsonValue {}

    record JsonBoolean(boolean value) implements JsonValue {}

    enum JsonNull implements JsonValue {
        NULL
    }
}
