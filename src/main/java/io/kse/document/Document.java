package io.kse.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.kse.json.JsonValue.JsonObject;
import io.kse.service.ExportedService;
import io.kse.service.Quoted;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
        @JsonProperty("custom_attrs") JsonObject customAttrs) {

    /**
     * The document of {@code exported}.
     *
     * @param hash see {@link io.kse.service.ContentHash}
     */
    public static Document of(ExportedService exported, String hash) {
        return new Document(
                hash,
                exported.clusterId().value(),
                exported.port(),
                exported.dnsName(),
                exported.servicePerCluster(),
                exported.healthCheckPath(),
                exported.healthCheckPort(),
                exported.backendProtocol(),
                exported.proxyProtocol(),
                exported.loadBalancerClass(),
                exported.loadBalancerListenPort(),
                exported.ingressSni(),
                exported.customAttrs());
    }

    /**
     * The fields in which this document differs from {@code stored}, as {@code port 30080 ->
     * 30081}; empty if none. The hash is named only if nothing else differs.
     */
    public List<String> changesFrom(Document stored) {
        List<String> changes = changesFrom(stored, Document.class.getRecordComponents());
        return changes.size() > 1 && !hash.equals(stored.hash)
                ? changes.subList(1, changes.size())
                : changes;
    }

    private List<String> changesFrom(Document stored, RecordComponent[] fields) {
        return Arrays.stream(fields)
                .map(field -> change(field, stored))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> change(RecordComponent field, Document stored) {
        Object before = value(field, stored);
        Object after = value(field, this);
        String name = field.getAccessor().getAnnotation(JsonProperty.class).value();
        if (before.equals(after)) {
            return Optional.empty();
        }
        return Optional.of(
                after instanceof JsonObject
                        ? name
                        : "%s %s -> %s".formatted(name, visible(before), visible(after)));
    }

    /** Texts are a user's, or what somebody wrote into Consul. */
    private static Object visible(Object value) {
        return value instanceof String text ? Quoted.of(text) : value;
    }

    private static Object value(RecordComponent field, Document document) {
        try {
            return field.getAccessor().invoke(document);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's accessors can be called", e);
        }
    }
}
