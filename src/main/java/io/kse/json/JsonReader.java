package io.kse.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kse.json.JsonValue.JsonArray;
import io.kse.json.JsonValue.JsonBoolean;
import io.kse.json.JsonValue.JsonNull;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads JSON of any author. Of duplicate members the last wins; text after the value, nesting of
 * more than {@value #DEEPEST} levels and numbers that are no finite double are refused. Cost grows
 * with the text, never with a value.
 */
public final class JsonReader {
    /** Levels of objects and arrays, the outermost included. */
    public static final int DEEPEST = 1000;

    /** What a document adds around the custom attributes that it holds. */
    private static final int ENVELOPE = 1;

    private static final String TOO_DEEP = "it is nested more than " + DEEPEST + " levels deep";

    /** Not canonicalized: Jackson refuses many names that collide in its table of names. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST + ENVELOPE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonReader() {}

    /** The value that {@code text} is, with nothing but white space around it. */
    public static JsonValue read(String text) throws MalformedJson {
        return read(text, DEEPEST);
    }

    /** As {@link #read(String)}, with one level more for a document around a user's value. */
    public static JsonValue readDocument(String text) throws MalformedJson {
        return read(text, DEEPEST + ENVELOPE);
    }

    private static JsonValue read(String text, int levels) throws MalformedJson {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new MalformedJson("it is empty");
            }
            JsonValue value = value(parser, levels);
            if (parser.nextToken() != null) {
                throw new MalformedJson("there is text after the value");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new MalformedJson(TOO_DEEP, e);
        } catch (IOException e) {
            throw new MalformedJson("it does not read as JSON", e);
        }
    }

    private static JsonValue value(JsonParser parser, int levels)
            throws IOException, MalformedJson {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, inside(levels));
            case START_ARRAY -> array(parser, inside(levels));
            case VALUE_STRING -> new JsonString(Unicode.wellFormed(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new MalformedJson("a value is missing");
        };
    }

    private static JsonNumber number(String text) throws MalformedJson {
        try {
            return new JsonNumber(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedJson("one of its numbers is no finite double", e);
        }
    }

    private static int inside(int levels) throws MalformedJson {
        if (levels == 0) {
            throw new MalformedJson(TOO_DEEP);
        }
        return levels - 1;
    }

    private static JsonObject object(JsonParser parser, int levels)
            throws IOException, MalformedJson {
        SortedMap<String, JsonValue> members = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = Unicode.wellFormed(parser.currentName());
            parser.nextToken();
            members.put(name, value(parser, levels));
        }
        return new JsonObject(members);
    }

    private static JsonArray array(JsonParser parser, int levels)
            throws IOException, MalformedJson {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, levels));
        }
        return new JsonArray(elements);
    }
}
