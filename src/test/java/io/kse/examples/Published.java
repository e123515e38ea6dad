package io.kse.examples;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.cli.ExporterCommand;
import io.kse.testbed.ConsulTemplate;
import io.kse.testbed.KvImport;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is published under a prefix of its own in a real Consul, and what the templates give. */
final class Published {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealConsul consul;
    private final String prefix;
    private int made;

    Published(RealConsul consul) {
        this.consul = consul;
        this.prefix = consul.newPrefix();
    }

    String prefix() {
        return prefix;
    }

    /** How many documents our program has made. */
    int made() {
        return made;
    }

    /** Any key, below the prefix; younger than all that are there. */
    Published key(String key, String value) {
        return keys(Map.of(key, value));
    }

    Published keys(Map<String, String> entries) {
        Map<String, String> prefixed = new LinkedHashMap<>();
        entries.forEach((key, value) -> prefixed.put(prefix + "/" + key, value));
        KvImport.into(consul, prefixed);
        return this;
    }

    Published document(String id, String cluster, String json) {
        return key(documentKey(id, cluster), json);
    }

    static String documentKey(String id, String cluster) {
        return "services/" + id + "/clusters/" + cluster;
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

    Published manifests(String cluster, List<Service> services) {
        Object list = Map.of("apiVersion", "v1", "kind", "List", "items", services);
        return rendered(cluster, json(list), "-");
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
        Map<String, String> entries = new LinkedHashMap<>();
        for (JsonNode entry : tree(out.toString())) {
            byte[] value = Base64.getDecoder().decode(entry.get("value").textValue());
            String key = entry.get("key").textValue().substring(prefix.length() + 1);
            entries.put(key, new String(value, StandardCharsets.UTF_8));
        }
        made += entries.size();
        return keys(entries);
    }

    /** For a load balancer of all classes and ports. */
    String rendered(LoadBalancer balancer) {
        return rendered(balancer, Map.of());
    }

    String rendered(LoadBalancer balancer, Map<String, String> settings) {
        return ConsulTemplate.render(consul, balancer.template(), settings(settings));
    }

    /** Address and port of all servers. */
    List<String> servers(LoadBalancer balancer, Map<String, String> settings) {
        return rendered(balancer, settings)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("server ") && !line.endsWith("{"))
                .map(line -> line.split(" "))
                .map(words -> words[2].startsWith("max_fails") ? words[1] : words[2])
                .toList();
    }

    List<String> servers(LoadBalancer balancer) {
        return servers(balancer, Map.of());
    }

    /** Skips the test where the program is not there. */
    void assertAccepted(LoadBalancer balancer) {
        String rendered = rendered(balancer);
        assumeTrue(
                balancer.program().isPresent(),
                () -> "no program: " + balancer.variable() + " names none, nor is one on the PATH");
        assertThat(balancer.complaint(rendered)).isEmpty();
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
