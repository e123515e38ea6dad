package io.kse.document;

import io.kse.json.JsonNumber;
import io.kse.json.JsonReader;
import io.kse.json.JsonValue;
import io.kse.json.JsonValue.JsonBoolean;
import io.kse.json.JsonValue.JsonNull;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import io.kse.json.MalformedJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads stored documents, the original's as well as ours: an absent field, or null, means its zero
 * value, and fields that we do not know are left out. Anything that does not read like a document
 * is said to be none, and never throws.
 */
public final class DocumentReader {
    private final JsonObject stored;

    private DocumentReader(JsonObject stored) {
        this.stored = stored;
    }

    /** Empty if {@code value} is not UTF-8, not a JSON object, or has a field of another type. */
    public static Optional<Document> read(byte[] value) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return JsonReader.readDocument(text) instanceof JsonObject object
                    ? Optional.of(new DocumentReader(object).document())
                    : Optional.empty();
        } catch (CharacterCodingException | MalformedJson | FieldOfAnotherType e) {
            return Optional.empty();
        }
    }

    private Document document() throws FieldOfAnotherType {
        return new Document(
                text("hash"),
                text("ClusterName"),
                number("port"),
                text("dns_name"),
                bool("service_per_cluster"),
                text("health_check_path"),
                number("health_check_port"),
                text("backend_protocol"),
                bool("proxy_protocol"),
                text("load_balancer_class"),
                number("load_balancer_listen_port"),
                text("ingress_sni"),
                field("custom_attrs", JsonObject.class, Function.identity(), JsonObject.EMPTY));
    }

    private String text(String name) throws FieldOfAnotherType {
        return field(name, JsonString.class, JsonString::text, "");
    }

    private boolean bool(String name) throws FieldOfAnotherType {
        return field(name, JsonBoolean.class, JsonBoolean::value, false);
    }

    private int number(String name) throws FieldOfAnotherType {
        double value = field(name, JsonNumber.class, JsonNumber::toDouble, 0.0);
        if (value != (int) value) {
            throw new FieldOfAnotherType();
        }
        return (int) value;
    }

    private <V extends JsonValue, T> T field(
            String name, Class<V> type, Function<V, T> read, T absent) throws FieldOfAnotherType {
        JsonValue value = stored.members().getOrDefault(name, JsonNull.NULL);
        if (value == JsonNull.NULL) {
            return absent;
        }
        if (!type.isInstance(value)) {
            throw new FieldOfAnotherType();
        }
        return read.apply(type.cast(value));
    }

    private static final class FieldOfAnotherType extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
