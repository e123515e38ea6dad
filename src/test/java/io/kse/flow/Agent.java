package io.kse.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** What a Consul agent says of its Services, past the program under test. */
final class Agent {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealConsul consul;

    Agent(RealConsul consul) {
        this.consul = consul;
    }

    /** By id, those that carry {@code tag}. */
    Map<String, JsonNode> services(String tag) {
        return those("services", tag, "Tags");
    }

    /** By the check's id, those of Services that carry {@code tag}. */
    Map<String, JsonNode> checks(String tag) {
        return those("checks", tag, "ServiceTags");
    }

    private Map<String, JsonNode> those(String what, String tag, String tags) {
        Map<String, JsonNode> those = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : call("GET", what, "").properties()) {
            if (entry.getValue().path(tags).toString().contains('"' + tag + '"')) {
                those.put(entry.getKey(), entry.getValue());
            }
        }
        return those;
    }

    /** Any JSON that Consul takes. */
    void register(String json) {
        call("PUT", "service/register", json);
    }

    void deregister(String id) {
        call("PUT", "service/deregister/" + id, "");
    }

    void deregisterCheck(String id) {
        call("PUT", "check/deregister/" + id, "");
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(consul.url() + "/v1/agent/" + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
