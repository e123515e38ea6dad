package io.kse.service;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Services for tests, as in {@code service("shop", "cart").nodePort("http", 80,
 * 30080).exported().build()}. A LoadBalancer without ports or annotations unless told otherwise.
 */
public final class Services {
    /** What an owner can annotate, without what all of it starts with. */
    public static final List<String> ANNOTATIONS =
            List.of(
                    "exported",
                    "load-balancer-dns-name",
                    "load-balancer-service-per-cluster",
                    "load-balancer-health-check-path",
                    "load-balancer-health-check-port",
                    "load-balancer-backend-protocol",
                    "load-balancer-proxy-protocol",
                    "load-balancer-class",
                    "load-balancer-listen-port",
                    "custom-attrs",
                    "id-prefix",
                    "ingress-service-namespace",
                    "ingress-service-name",
                    "ingress-service-port-name");

    private final String namespace;
    private final String name;
    private final Map<String, String> annotations = new HashMap<>();
    private final List<ServicePort> ports = new ArrayList<>();
    private String type = "LoadBalancer";
    private String createdAt = "2024-01-01T00:00:00Z";

    private Services(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    public static Services service(String namespace, String name) {
        return new Services(namespace, name);
    }

    public Services type(String type) {
        this.type = type;
        return this;
    }

    /** RFC 3339. */
    public Services createdAt(String createdAt) {
        this.createdAt = createdAt;
        return this;
    }

    /** A port with a NodePort; {@code name} null means unnamed. */
    public Services nodePort(String name, int port, int nodePort) {
        ports.add(
                new ServicePortBuilder()
                        .withName(name)
                        .withPort(port)
                        .withNodePort(nodePort)
                        .build());
        return this;
    }

    /** A port that no NodePort is allocated for; {@code name} null means unnamed. */
    public Services port(String name, int port) {
        ports.add(new ServicePortBuilder().withName(name).withPort(port).build());
        return this;
    }

    /** An annotation of ours, without what they all start with. */
    public Services annotation(String name, String value) {
        annotations.put(ServiceAnnotations.PREFIX + name, value);
        return this;
    }

    public Services exported() {
        return annotation("exported", "true");
    }

    /** All three ingress annotations. */
    public Services through(String ingressNamespace, String ingressName, String portName) {
        return annotation("ingress-service-namespace", ingressNamespace)
                .annotation("ingress-service-name", ingressName)
                .annotation("ingress-service-port-name", portName);
    }

    public Service build() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withCreationTimestamp(createdAt)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withPorts(ports)
                .endSpec()
                .build();
    }
}
