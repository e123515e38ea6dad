package io.kse.plan;

import static io.kse.document.DocumentSteps.key;

import io.kse.document.Document;
import io.kse.document.KvEntry;
import io.kse.json.JsonValue.JsonObject;

/** Entries where only the key, or the size of the value, matters. */
final class Entries {
    private static final Document DOCUMENT =
            new Document("", "", 0, "", false, "", 0, "", false, "", 0, "", JsonObject.EMPTY);

    private Entries() {}

    static KvEntry entry(String serviceId) {
        return entry(serviceId, 2);
    }

    static KvEntry entry(String serviceId, int bytes) {
        return new KvEntry(key(serviceId), serviceId, DOCUMENT, "x".repeat(bytes), false);
    }
}
