package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a Consul agent says of its Services, past the program under test. */
final class Agent {
    /**
     * What is promised to take 5 seconds, and takes 2 to 4, where other tests take most of the
     * machine; the figures say what it took.
     */
    static final Duration SOON = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealConsul consul;
    private String token = "";

    Agent(RealConsul consul) {
        this.consul = consul;
    }

    /** From now on with that token. */
    void authorize(String token) {
        this.token = token;
    }

    /** A token with these rules, as soon as there can be one. */
    String newToken(String rules) {
        String name = "rules-" + UUID.randomUUID();
        ObjectNode policy = JSON.createObjectNode().put("Name", name).put("Rules", rules);
        eventually()
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> call("PUT", "/v1/acl/policy", policy.toString()).has("ID"));
        String link = "{\"Policies\":[{\"Name\":\"%s\"}]}".formatted(name);
        return call("PUT", "/v1/acl/token", link).get("SecretID").asText();
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
        for (Map.Entry<String, JsonNode> entry :
                call("GET", "/v1/agent/" + what, "").properties()) {
            if (entry.getValue().path(tags).toString().contains('"' + tag + '"')) {
                those.put(entry.getKey(), entry.getValue());
            }
        }
        return those;
    }

    /** Any JSON that Consul takes. */
    void register(String json) {
        call("PUT", "/v1/agent/service/register", json);
    }

    void deregister(String id) {
        call("PUT", "/v1/agent/service/deregister/" + id, "");
    }

    /** As somebody else does it. */
    void maintain(String id, String reason) {
        String query = "?enable=true&reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
        call("PUT", "/v1/agent/service/maintenance/" + id + query, "");
    }

    void deregisterCheck(String id) {
        call("PUT", "/v1/agent/check/deregister/" + id, "");
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(consul.url() + path))
                        .header("X-Consul-Token", token)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
