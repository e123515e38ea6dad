package io.kse.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.kse.json.JsonValue.JsonObject;

/**
 * What is published for one ServicePort, in the original's field order. In a stored document an
 * absent field means its zero value.
 */
@JsonPropertyOrder({
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
    "custom_attrs"
})
public record Document(
        @JsonProperty("hash") String hash,
        @JsonProperty("ClusterName") String clusterName,
        @JsonProperty("port") int port,
        @JsonProperty("dns_name") String dnsName,
        @JsonProperty("service_per_cluster") boolean servicePerCluster,
        @JsonProperty("health_check_path") String healthCheckPath,
        @JsonProperty("health_check_port") int healthCheckPort,
        @JsonProperty("backend_protocol") String backendProtocol,
        @JsonProperty("proxy_protocol") boolean proxyProtocol,
        @JsonProperty("load_balancer_class") String loadBalancerClass,
        @JsonProperty("load_balancer_listen_port") int loadBalancerListenPort,
        @JsonProperty("ingress_sni") @JsonInclude(JsonInclude.Include.NON_EMPTY) String ingressSni,
        @JsonProperty("custom_attrs") JsonObject customAttrs) {}
