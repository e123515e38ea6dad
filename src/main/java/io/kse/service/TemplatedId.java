package io.kse.service;

import java.util.Optional;
import java.util.function.Function;

/**
 * What stands for a Service in its key: the service id, or what the user's template makes of it.
 */
public final class TemplatedId {
    private TemplatedId() {}

    public static Function<ExportedService, String> of(Optional<KeyTemplate> template) {
        return template.<Function<ExportedService, String>>map(
                        t -> exported -> t.expand(exported.id(), field -> value(field, exported)))
                .orElse(ExportedService::id);
    }

    private static Object value(KeyTemplate.Field field, ExportedService exported) {
        return switch (field) {
            case CLUSTER_ID -> exported.clusterId().value();
            case NAMESPACE -> exported.service().namespace();
            case NAME -> exported.service().name();
            case PORT_NAME -> exported.portName();
            case PORT -> exported.port();
            case DNS_NAME -> exported.dnsName();
            case SERVICE_PER_CLUSTER -> exported.servicePerCluster();
            case HEALTH_CHECK_PATH -> exported.healthCheckPath();
            case HEALTH_CHECK_PORT -> exported.healthCheckPort();
            case BACKEND_PROTOCOL -> exported.backendProtocol();
            case PROXY_PROTOCOL -> exported.proxyProtocol();
            case LOAD_BALANCER_CLASS -> exported.loadBalancerClass();
            case LOAD_BALANCER_LISTEN_PORT -> exported.loadBalancerListenPort();
            case INGRESS_SNI -> exported.ingressSni();
            case ID_PREFIX -> exported.idPrefix();
        };
    }
}
