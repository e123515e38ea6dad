package io.kse.service;

/**
 * Which Service of the cluster: its namespace and its name, which Kubernetes keeps unique together.
 */
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {
    @Override
    public int compareTo(ServiceName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** {@code namespace/name}, as {@code kubectl} writes it. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
