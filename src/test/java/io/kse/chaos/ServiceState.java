package io.kse.chaos;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.service.Services;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one Service is to be like.
 *
 * @param number no two states of a trial have the same, and each document says it
 * @param ports port names with their NodePorts; 0: none is allocated
 */
record ServiceState(String name, Kind kind, int number, Map<String, Integer> ports) {
    static final String NAMESPACE = "chaos";

    /** The ingress Service that others are behind. */
    static final String GATE = "gate";

    static final String GATE_PORT = "entry";

    /** What a port may be called, and which one it then is. */
    static final Map<String, Integer> NUMBERS =
            Map.of("web", 80, "admin", 81, "tls", 443, GATE_PORT, 8443);

    enum Kind {
        /** Exported with its own ports. */
        EXPORTED,

        /** Exported, one key for all clusters. */
        SHARED,

        /** Exported behind {@link #GATE}. */
        BEHIND_GATE,

        /** Does not ask to be exported. */
        PLAIN,

        /** Asks not to be. */
        UNEXPORTED,

        /** Nobody knows what it asks for. */
        UNCLEAR,

        /** A typo in another annotation. */
        REFUSED,

        ABSENT
    }

    ServiceState {
        // The order is part of the manifest, and Map.copyOf has another one in each JVM.
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    }

    boolean exists() {
        return kind != Kind.ABSENT;
    }

    /** As a manifest. */
    Service manifest() {
        Services service = Services.service(NAMESPACE, name);
        service.annotation("custom-attrs", "{\"number\":%d}".formatted(number));
        annotate(service);
        ports.forEach((port, nodePort) -> addPort(service, port, nodePort));
        return new ServiceBuilder(service.build())
                .editSpec()
                .withAllocateLoadBalancerNodePorts(false)
                .endSpec()
                .build();
    }

    private void annotate(Services service) {
        switch (kind) {
            case EXPORTED -> service.exported();
            case SHARED ->
                    service.exported().annotation("load-balancer-service-per-cluster", "false");
            case BEHIND_GATE -> service.exported().through(NAMESPACE, GATE, GATE_PORT);
            case UNEXPORTED -> service.annotation("exported", "false");
            case UNCLEAR -> service.annotation("exported", "yes");
            case REFUSED -> service.exported().annotation("load-balancer-listen-port", "https");
            case PLAIN, ABSENT -> {}
        }
    }

    private static void addPort(Services service, String port, int nodePort) {
        int number = NUMBERS.get(port);
        if (nodePort == 0) {
            service.port(port, number);
        } else {
            service.nodePort(port, number, nodePort);
        }
    }
}
