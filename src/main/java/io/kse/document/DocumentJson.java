package io.kse.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.kse.json.JsonNumber;
import io.kse.json.JsonReader;
import io.kse.json.JsonValue;
import io.kse.json.JsonValue.JsonArray;
import io.kse.json.JsonValue.JsonBoolean;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import java.io.IOException;
import java.util.Map;

/**
 * The project's one JSON writer: equal documents always give the same bytes, numbers stay as their
 * author wrote them.
 */
public final class DocumentJson {
    private static final int ENVELOPE = 1;

    private static final ObjectMapper MAPPER = mapper();

    private DocumentJson() {}

    /** {@code value}, a record of plain fields, as text. */
    public static String write(Record value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain fields can be written as JSON", e);
        }
    }

    /** The mapper that the marshal step uses. */
    public static ObjectMapper mapper() {
        StreamWriteConstraints depth =
                StreamWriteConstraints.builder()
                        .maxNestingDepth(JsonReader.DEEPEST + ENVELOPE)
                        .build();
        JsonFactory factory = JsonFactory.builder().streamWriteConstraints(depth).build();
        SimpleModule values = new SimpleModule().addSerializer(JsonValue.class, new ValueWriter());
        return new ObjectMapper(factory).registerModule(values);
    }

    private static final class ValueWriter extends JsonSerializer<JsonValue> {
        @Override
        public void serialize(JsonValue value, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            write(value, json);
        }

        private static void write(JsonValue value, JsonGenerator json) throws IOException {
            if (value instanceof JsonObject object) {
                writeObject(object, json);
            } else if (value instanceof JsonArray array) {
                writeArray(array, json);
            } else if (value instanceof JsonString string) {
                json.writeString(string.text());
            } else if (value instanceof JsonNumber number) {
                json.writeNumber(number.text());
            } else if (value instanceof JsonBoolean bool) {
                json.writeBoolean(bool.value());
            } else {
                json.writeNull();
            }
        }

        private static void writeObject(JsonObject object, JsonGenerator json) throws IOException {
            json.writeStartObject();
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                json.writeFieldName(member.getKey());
                write(member.getValue(), json);
            }
            json.writeEndObject();
        }

        private static void writeArray(JsonArray array, JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (JsonValue element : array.elements()) {
                write(element, json);
            }
            json.writeEndArray();
        }
    }
}
