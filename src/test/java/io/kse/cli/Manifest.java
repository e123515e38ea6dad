package io.kse.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** YAML of a Service with one port {@code http}, exported unless told otherwise. */
final class Manifest {
    private static final String PREFIX = "kube-service-exporter.github.com/";

    private final Map<String, String> annotations = new TreeMap<>(Map.of("exported", "\"true\""));
    private String metadata;
    private String port = "name: http\n      port: 80\n";

    private Manifest(String metadata) {
        this.metadata = metadata;
    }

    static Manifest service(String namespace, String name) {
        return new Manifest("  namespace: %s\n  name: %s\n".formatted(namespace, name));
    }

    static Manifest service(String name) {
        return new Manifest("  name: %s\n".formatted(name));
    }

    Manifest nodePort(Object nodePort) {
        port += "      nodePort: " + nodePort + "\n";
        return this;
    }

    Manifest createdAt(String time) {
        metadata += "  creationTimestamp: " + time + "\n";
        return this;
    }

    /**
     * @param yaml as it stands in the file, with its quotes if it has any
     */
    Manifest annotation(String name, String yaml) {
        annotations.put(name, yaml);
        return this;
    }

    Manifest behind(String namespace, String name, String portName) {
        return annotation("ingress-service-namespace", namespace)
                .annotation("ingress-service-name", name)
                .annotation("ingress-service-port-name", portName);
    }

    /** With a separator in front, so that manifests can be put one after the other. */
    String yaml() {
        return "---\napiVersion: v1\nkind: Service\nmetadata:\n"
                + metadata
                + "  annotations:\n"
                + annotations.entrySet().stream()
                        .map(a -> "    %s%s: %s\n".formatted(PREFIX, a.getKey(), a.getValue()))
                        .collect(Collectors.joining())
                + "spec:\n  type: LoadBalancer\n  ports:\n    - "
                + port;
    }
}
