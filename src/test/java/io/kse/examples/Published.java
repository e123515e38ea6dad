package io.kse.examples;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.cli.ExporterCommand;
import io.kse.testbed.ConsulTemplate;
import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is published under a prefix of its own in a real Consul, and what the templates give. */
final class Published {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealConsul consul;
    private final String prefix;
    private final Set<String> documents = new TreeSet<>();

    Published(RealConsul consul) {
        this.consul = consul;
        this.prefix = consul.newPrefix();
    }

    String prefix() {
        return prefix;
    }

    /** The keys of all documents so far. */
    Set<String> documents() {
        return documents;
    }

    /** Any key, below the prefix. */
    Published key(String key, String value) {
        consul.put(prefix + "/" + key, value);
        return this;
    }

    Published document(String id, String cluster, String json) {
        String key = "services/" + id + "/clusters/" + cluster;
        documents.add(key);
        return key(key, json);
    }

    /** Names and addresses in turn, as in {@code "n1", "10.0.0.1"}. */
    Published nodes(String cluster, String... namesAndAddresses) {
        List<Map<String, String>> list = new ArrayList<>();
        for (int i = 0; i < namesAndAddresses.length; i += 2) {
            list.add(Map.of("Name", namesAndAddresses[i], "Address", namesAndAddresses[i + 1]));
        }
        return key("nodes/" + cluster, json(list));
    }

    /** What our program makes of those manifests; those that it refuses are left out. */
    Published manifests(String cluster, Path... files) {
        String[] paths = Arrays.stream(files).map(Path::toString).toArray(String[]::new);
        return rendered(cluster, "", paths);
    }

    Published manifest(String cluster, Object kubernetesObject) {
        return rendered(cluster, json(kubernetesObject), "-");
    }

    private Published rendered(String cluster, String standardInput, String... files) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(files));
        arguments.add(0, "render");
        ExporterCommand.of(
                        Map.of("KSE_CLUSTER_ID", cluster, "KSE_CONSUL_KV_PREFIX", prefix),
                        new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        for (JsonNode entry : tree(out.toString())) {
            byte[] value = Base64.getDecoder().decode(entry.get("value").textValue());
            String key = entry.get("key").textValue().substring(prefix.length() + 1);
            documents.add(key);
            key(key, new String(value, StandardCharsets.UTF_8));
        }
        return this;
    }

    /** For a load balancer of all classes and ports. */
    String rendered(LoadBalancer balancer) {
        return rendered(balancer, Map.of());
    }

    String rendered(LoadBalancer balancer, Map<String, String> settings) {
        return ConsulTemplate.render(consul, balancer.template(), settings(settings));
    }

    /** The environment that makes the templates read this prefix. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(
                        Map.ofEntries(
                                entry("KSE_CONSUL_KV_PREFIX", prefix),
                                entry("LB_CLASS", "*"),
                                entry("LB_PORTS", "*"),
                                entry("LB_HTTP_PORT", "28080"),
                                entry("LB_RUN", folder().toString())));
        settings.putAll(more);
        return settings;
    }

    private static Path folder() {
        try {
            Path folder = Path.of("target", "load-balancers").toAbsolutePath();
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
