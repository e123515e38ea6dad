package io.kse.service;

import io.fabric8.kubernetes.api.model.Service;

/** What looking up the ingress port of a Service gave. */
public sealed interface IngressPort {
    /** The Service names no ingress Service. */
    record Unasked() implements IngressPort {}

    /** Traffic comes through {@code nodePort}. */
    record Found(int nodePort) implements IngressPort {}

    /**
     * The ingress Service is there but has no port of that name: the original then uses the
     * Service's own ports.
     */
    record NoSuchPort() implements IngressPort {}

    /** There is no ingress Service, or its port has no NodePort: nothing new can be published. */
    record Missing(String why) implements IngressPort {}

    /** What {@code reference} leads to, where {@code service} is the Service that it names. */
    static IngressPort of(IngressReference reference, Service service) {
        return ServiceReader.ports(service)
                .filter(port -> reference.portName().equals(port.getName()))
                .findFirst()
                .map(port -> nodePort(reference, port.getNodePort()))
                .orElseGet(NoSuchPort::new);
    }

    private static IngressPort nodePort(IngressReference reference, Integer nodePort) {
        return nodePort == null || nodePort == 0
                ? new Missing(
                        "port %s of ingress Service %s has no NodePort"
                                .formatted(
                                        Quoted.of(reference.portName()), reference.shownService()))
                : new Found(nodePort);
    }
}
