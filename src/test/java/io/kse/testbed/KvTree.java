package io.kse.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Consul holds under a prefix at one moment. Who follows it with {@link #next} sees each state
 * that lasts until the next read, and never one that is older than what it has seen. Consistently:
 * a Consul that has just been started tells older states until it has gone through its log.
 *
 * @param index of the prefix; it can fall when Consul forgets what was deleted, or loses its data
 * @param entries by key
 */
public record KvTree(long index, SortedMap<String, Entry> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One key.
     *
     * @param value as text
     * @param session that holds it as a lock; empty if none does
     */
    public record Entry(
            String value, long createIndex, long modifyIndex, String session, long flags) {}

    /** As it is now. */
    public static KvTree of(RealConsul consul, String prefix) {
        return read(consul, prefix, "recurse&consistent", Duration.ZERO);
    }

    /** As soon as it differs from this, or after {@code wait} and up to 1/16 more of it. */
    public KvTree next(RealConsul consul, String prefix, Duration wait) {
        String query =
                "recurse&consistent&index=%d&wait=%dms"
                        .formatted(Math.max(index, 1), wait.toMillis());
        return read(consul, prefix, query, wait.multipliedBy(2));
    }

    private static KvTree read(RealConsul consul, String prefix, String query, Duration wait) {
        HttpResponse<String> answer = consul.read(prefix, query, wait);
        long index = answer.headers().firstValueAsLong("X-Consul-Index").orElseThrow();
        SortedMap<String, Entry> entries = new TreeMap<>();
        if (answer.statusCode() == 200) {
            json(answer.body()).forEach(one -> entries.put(one.get("Key").asText(), entry(one)));
        }
        return new KvTree(index, entries);
    }

    private static Entry entry(JsonNode one) {
        byte[] value = Base64.getDecoder().decode(one.path("Value").asText(""));
        return new Entry(
                new String(value, StandardCharsets.UTF_8),
                one.get("CreateIndex").asLong(),
                one.get("ModifyIndex").asLong(),
                one.path("Session").asText(""),
                one.get("Flags").asLong());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
