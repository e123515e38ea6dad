package io.kse.document;

import java.nio.charset.StandardCharsets;

/**
 * A document and where it belongs: what one ServicePort should be in Consul.
 *
 * @param serviceId what the port is called as a Consul Service, whatever template its key has
 * @param json the document's bytes as text, exactly as they are stored
 * @param yieldsToIngress true if the named port of its ingress Service is gone: a stored document
 *     that leads through the ingress then stays, or traffic would go past it
 */
public record KvEntry(
        KvKey key, String serviceId, Document document, String json, boolean yieldsToIngress) {
    /** Bytes of the value as stored. */
    public int size() {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }
}
