package io.kse.service;

import io.kse.json.JsonValue.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a Service's annotations ask for, defaults filled in.
 *
 * @param healthCheckPort empty means the port that traffic goes to
 * @param ingress empty unless all three ingress annotations are set
 */
public record ServiceAnnotations(
        String dnsName,
        boolean servicePerCluster,
        String healthCheckPath,
        OptionalInt healthCheckPort,
        String backendProtocol,
        boolean proxyProtocol,
        String loadBalancerClass,
        int loadBalancerListenPort,
        JsonObject customAttrs,
        String idPrefix,
        Optional<IngressReference> ingress) {

    /** What every annotation of ours starts with. */
    public static final String PREFIX = "kube-service-exporter.github.com/";
}
