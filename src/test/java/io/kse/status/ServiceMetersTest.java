package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.plan.KnownService;
import io.kse.service.ServiceName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceMetersTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsServicesThatDoNotGetWhatTheyAskForByReason() {
        bind(
                new Rejected(CART, List.of("typo")),
                new Rejected(CART, List.of("typo")),
                new AwaitsIngress(CART, List.of("none")),
                new Desired(CART, Instant.EPOCH, List.of(), List.of("no NodePort"), List.of()),
                new NotExported(CART, "opted out"));

        assertThat(refused("refused")).isEqualTo(2);
        assertThat(refused("waiting_for_ingress")).isEqualTo(1);
        assertThat(refused("no_node_port")).isEqualTo(1);
        assertThat(refused("undecided")).isZero();
        assertThat(refused("key_taken")).isZero();
        assertThat(registry.find("kube_service_exporter.refused.services").gauges()).hasSize(5);
    }

    @Test
    void countsExportedServicesAndTheirDocuments() {
        bind(new NotExported(CART, "opted out"));

        assertThat(registry.get("kube_service_exporter.services").gauge().value()).isZero();
        assertThat(registry.get("kube_service_exporter.documents").gauge().value()).isEqualTo(7);
    }

    private void bind(ServiceDocuments... all) {
        List<KnownService> services =
                List.of(all).stream()
                        .map(now -> new KnownService(now, List.of(), Map.of()))
                        .toList();
        new ServiceMeters(() -> 7, () -> services).bindTo(registry);
    }

    private double refused(String reason) {
        return registry.get("kube_service_exporter.refused.services")
                .tag("reason", reason)
                .gauge()
                .value();
    }
}
