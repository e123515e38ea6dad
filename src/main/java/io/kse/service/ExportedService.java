package io.kse.service;

import io.kse.json.JsonValue.JsonObject;
import io.kse.service.IngressPort.Found;

/**
 * What is published for one ServicePort: the original's fields, from which id, hash and document
 * follow.
 *
 * @param port the NodePort that traffic goes to; 0 if none is allocated
 * @param ingressSni empty unless traffic comes through an ingress Service
 */
public record ExportedService(
        ClusterId clusterId,
        ServiceName service,
        String portName,
        int port,
        String dnsName,
        boolean servicePerCluster,
        String healthCheckPath,
        int healthCheckPort,
        String backendProtocol,
        boolean proxyProtocol,
        String loadBalancerClass,
        int loadBalancerListenPort,
        String ingressSni,
        JsonObject customAttrs,
        String idPrefix) {

    public static ExportedService of(ClusterId clusterId, ServicePort port) {
        ServiceAnnotations annotations = port.annotations();
        int traffic = port.ingress() instanceof Found found ? found.nodePort() : port.nodePort();
        return new ExportedService(
                clusterId,
                port.service(),
                port.portName(),
                traffic,
                annotations.dnsName(),
                annotations.servicePerCluster(),
                annotations.healthCheckPath(),
                annotations.healthCheckPort().orElse(traffic),
                annotations.backendProtocol(),
                annotations.proxyProtocol(),
                annotations.loadBalancerClass(),
                annotations.loadBalancerListenPort(),
                port.ingress() instanceof Found ? IngressSni.of(port) : "",
                annotations.customAttrs(),
                annotations.idPrefix());
    }

    /** {@code [<id-prefix>-][<cluster id>-]<namespace>-<name>-<port name>}. */
    public String id() {
        return (idPrefix.isEmpty() ? "" : idPrefix + "-")
                + (servicePerCluster ? clusterId + "-" : "")
                + service.namespace()
                + "-"
                + service.name()
                + "-"
                + portName;
    }
}
