package io.kse.examples;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nothing that stands in an annotation, a document or a key becomes a line of a configuration. Each
 * value is in a Service of its own that is otherwise as it should be.
 */
@ExtendWith(RealServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class HostileValuesTest {
    private static final List<String> TEXTS =
            List.of(
                    "load-balancer-dns-name",
                    "load-balancer-class",
                    "load-balancer-health-check-path",
                    "load-balancer-backend-protocol",
                    "load-balancer-proxy-protocol",
                    "id-prefix");
    private static final List<String> FIELDS =
            List.of(
                    "hash",
                    "ClusterName",
                    "port",
                    "dns_name",
                    "service_per_cluster",
                    "health_check_path",
                    "health_check_port",
                    "backend_protocol",
                    "proxy_protocol",
                    "load_balancer_class",
                    "load_balancer_listen_port",
                    "ingress_sni",
                    "custom_attrs",
                    "EVIL");
    private static final int LONGEST_KEY = 400;

    private final RealConsul consul;
    private final Map<LoadBalancer, Set<String>> harmless = new EnumMap<>(LoadBalancer.class);
    private int number;

    HostileValuesTest(RealConsul consul) {
        this.consul = consul;
        Published all = Harmless.publishedIn(consul);
        for (LoadBalancer balancer : LoadBalancer.values()) {
            harmless.put(balancer, Lines.of(all.rendered(balancer)));
        }
    }

    @Test
    void annotationsBecomeNoLines() {
        List<Service> services = new ArrayList<>();
        for (String name : TEXTS) {
            Hostile.texts().forEach(text -> services.add(annotated(name, text)));
        }
        Hostile.words().forEach(word -> services.add(annotated("load-balancer-dns-name", word)));
        for (int port : Hostile.ports()) {
            services.add(annotated("load-balancer-listen-port", "" + port));
            services.add(annotated("load-balancer-health-check-port", "" + port));
        }
        Hostile.attributes().forEach(json -> services.add(annotated("custom-attrs", json)));

        Published hostile = published().manifests("test", services);

        assertThat(hostile.made()).isGreaterThan(500);
        assertNothingComesThrough(hostile);
    }

    @Test
    void documentsOfOthersBecomeNoLines() {
        Map<String, String> documents = new LinkedHashMap<>();
        for (String protocol : List.of("http", "tcp")) {
            for (String field : FIELDS) {
                Hostile.json().forEach(json -> put(documents, protocol, field, json));
            }
            Hostile.attributes().forEach(json -> put(documents, protocol, "custom_attrs", json));
        }

        assertThat(documents).hasSizeGreaterThan(2_500);
        assertNothingComesThrough(published().keys(documents));
    }

    @Test
    void keysAndNodesBecomeNoLines() {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String text : Hostile.texts()) {
            if (text.length() < LONGEST_KEY) {
                put(entries, text, "test");
                put(entries, "id", text.replace('/', '_'));
                put(entries, "id", text);
                entries.put("nodes/" + text.replace('/', '_'), nodes(text));
            }
        }

        Published hostile = published().keys(entries);
        hostile.key("nodes/test", nodes(Hostile.texts().toArray(String[]::new)));

        assertNothingComesThrough(hostile);
    }

    private Published published() {
        return new Published(consul).nodes("test", "n1", "10.0.0.1", "n1", "fd00::1");
    }

    private Service annotated(String annotation, String value) {
        String name = "s" + ++number;
        return service("hostile", name)
                .exported()
                .annotation("load-balancer-dns-name", name + ".example.com")
                .annotation(annotation, value)
                .nodePort("http", 80, 30080)
                .build();
    }

    /** The hostile field comes last, and the last of two counts. */
    private void put(Map<String, String> documents, String protocol, String field, String json) {
        String document =
                ("{\"port\":30080,\"dns_name\":\"s%d.example.com\",\"backend_protocol\":\"%s\","
                                + "\"load_balancer_listen_port\":%d,\"%s\":%s}")
                        .formatted(++number, protocol, 10_000 + number, field, json);
        documents.put(Published.documentKey("s" + number, "test"), document);
    }

    private void put(Map<String, String> documents, String id, String cluster) {
        String document = "{\"port\":30080,\"dns_name\":\"s%d.example.com\"}".formatted(++number);
        documents.put(Published.documentKey(id, cluster), document);
    }

    /** Each text as a name, and as an address. */
    private static String nodes(String... texts) {
        List<Map<String, String>> nodes = new ArrayList<>();
        Stream.of(texts)
                .forEach(
                        text -> {
                            nodes.add(Map.of("Name", text, "Address", "10.0.0." + nodes.size()));
                            nodes.add(Map.of("Name", "n1", "Address", text));
                        });
        return Published.json(nodes);
    }

    private void assertNothingComesThrough(Published hostile) {
        for (LoadBalancer balancer : LoadBalancer.values()) {
            String rendered = hostile.rendered(balancer);
            assertThat(rendered.toLowerCase(Locale.ROOT)).doesNotContain(Hostile.MARK);
            assertThat(Lines.of(rendered)).isSubsetOf(harmless.get(balancer));
            if (balancer.program().isPresent()) {
                assertThat(balancer.complaint(rendered)).isEmpty();
            }
        }
        for (LoadBalancer balancer : LoadBalancer.values()) {
            assumeTrue(balancer.program().isPresent(), () -> "seen without " + balancer);
        }
    }
}
