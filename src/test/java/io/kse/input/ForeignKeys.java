package io.kse.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Another writer in a real Consul: any bytes under any key, with flags and with a lock. */
final class ForeignKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RealConsul consul;

    ForeignKeys(RealConsul consul) {
        this.consul = consul;
    }

    /** In the body of a transaction, where a key may be any text. */
    void put(String key, byte[] value, long flags) {
        ArrayNode operations = JSON.createArrayNode();
        ObjectNode set = operations.addObject().putObject("KV");
        set.put("Verb", "set").put("Key", key).put("Value", value).put("Flags", flags);
        send("/v1/txn", operations.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** One that is too large for a transaction; its key is plain. */
    void putHuge(String key, byte[] value) {
        send("/v1/kv/" + key, value);
    }

    /** Held by a session that nobody ends. */
    void lock(String key, byte[] value) {
        byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
        String session = json(send("/v1/session/create", none)).get("ID").asText();
        if (!send("/v1/kv/" + key + "?acquire=" + session, value).strip().equals("true")) {
            throw new IllegalStateException(key + " is not locked");
        }
    }

    /** Everything that Consul says of each key: value, flags, indexes, session. */
    Map<String, String> all(String prefix) {
        Map<String, String> all = new TreeMap<>();
        json(consul.dump(prefix)).forEach(e -> all.put(e.get("Key").asText(), e.toString()));
        return all;
    }

    private String send(String path, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(consul.url() + path))
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
