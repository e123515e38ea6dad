package io.kse.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Puts many keys into a {@link RealConsul} with few transactions, in the order of the map. Any key
 * will do: in a URL some would not come through.
 */
public final class KvImport {
    private static final int MOST_OPERATIONS = 64;
    private static final int MOST_CHARACTERS = 300_000;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealConsul consul;
    private final List<JsonNode> operations = new ArrayList<>();
    private int characters;

    private KvImport(RealConsul consul) {
        this.consul = consul;
    }

    public static void into(RealConsul consul, Map<String, String> entries) {
        KvImport all = new KvImport(consul);
        entries.forEach(all::add);
        all.send();
    }

    private void add(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().encodeToString(bytes);
        if (operations.size() == MOST_OPERATIONS
                || characters + encoded.length() > MOST_CHARACTERS) {
            send();
        }
        Map<String, String> set = Map.of("Verb", "set", "Key", key, "Value", encoded);
        operations.add(JSON.valueToTree(Map.of("KV", set)));
        characters += encoded.length();
    }

    private void send() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(consul.url() + "/v1/txn"))
                        .PUT(BodyPublishers.ofString(operations.toString()))
                        .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        operations.clear();
        characters = 0;
    }
}
