package io.kse.json;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value as its author meant it: members are sorted by name, strings are well-formed Unicode,
 * numbers keep their text. Two values are equal if they mean the same, so {@code 1.0} equals {@code
 * 1}.
 */
public sealed interface JsonValue
        permits JsonValue.JsonObject,
                JsonValue.JsonArray,
                JsonValue.JsonString,
                JsonValue.JsonBoolean,
                JsonValue.JsonNull,
                JsonNumber {

    record JsonObject(SortedMap<String, JsonValue> members) implements JsonValue {
        public static final JsonObject EMPTY = new JsonObject(new TreeMap<>());

        /** As every record's, but a thousand levels fit on the stack. */
        @Override
        public boolean equals(Object other) {
            if (!(other instanceof JsonObject object)
                    || !members.keySet().equals(object.members.keySet())) {
                return false;
            }
            for (Map.Entry<String, JsonValue> member : members.entrySet()) {
                if (!member.getValue().equals(object.members.get(member.getKey()))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return members.keySet().hashCode();
        }
    }

    record JsonArray(List<JsonValue> elements) implements JsonValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof JsonArray array && elements.equals(array.elements);
        }

        @Override
        public int hashCode() {
            return elements.size();
        }
    }

    record JsonString(String text) implements JsonValue {}

    record JsonBoolean(boolean value) implements JsonValue {}

    enum JsonNull implements JsonValue {
        NULL
    }
}
