package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Consul Service whose traffic comes through another Service. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class RegistrationsBehindIngressTest {
    private final String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Agent agent;
    private final OwnNamespace namespace;

    RegistrationsBehindIngressTest(RealKubernetes kubernetes, RealConsul consul) {
        this.agent = new Agent(consul);
        this.namespace =
                new OwnNamespace(kubernetes, consul)
                        .with("KSE_CLUSTER_ID", cluster)
                        .with("KSE_SERVICES_ENABLED", "true");
    }

    @Test
    void neverLeadsPastTheIngressServiceAndFollowsItWhereItCan() throws Exception {
        int first = nodePort(namespace.create(gateway()));
        namespace.create(namespace.exported("cart").through(namespace.name, "gateway", "tls"));
        try (RunningExporter exporter = namespace.start()) {
            awaitPort(first);
            int moved = namespace.moveNodePort("gateway");
            awaitPort(moved);

            rename("gateway", "https");
            barrier("renamed");
            assertThat(port("cart")).isEqualTo(moved);
            agent.deregister(id("cart"));
            eventually().until(() -> agent.services(cluster).containsKey(id("cart")));
            assertThat(port("cart")).isEqualTo(moved);

            namespace.delete("gateway");
            barrier("deleted");
            assertThat(port("cart")).isEqualTo(moved);

            awaitPort(nodePort(namespace.create(gateway())));
        }
    }

    @Test
    void staysBehindTheIngressServiceThroughARestart() throws Exception {
        int nodePort = nodePort(namespace.create(gateway()));
        namespace.create(namespace.exported("cart").through(namespace.name, "gateway", "tls"));
        try (RunningExporter exporter = namespace.start()) {
            awaitPort(nodePort);
        }
        rename("gateway", "https");

        try (RunningExporter exporter = namespace.start()) {
            barrier("restarted");
            assertThat(port("cart")).isEqualTo(nodePort);
            rename("gateway", "tls");
            awaitPort(namespace.moveNodePort("gateway"));
        }
    }

    private Services gateway() {
        return namespace.service("gateway").port("tls", 443);
    }

    private static int nodePort(Service service) {
        return service.getSpec().getPorts().get(0).getNodePort();
    }

    private void rename(String service, String portName) {
        namespace.edit(
                service,
                old -> old.editSpec().editFirstPort().withName(portName).endPort().endSpec());
    }

    private String id(String service) {
        return "%s-%s-%s-http".formatted(cluster, namespace.name, service);
    }

    private int port(String service) {
        JsonNode registered = agent.services(cluster).get(id(service));
        return registered == null ? 0 : registered.get("Port").asInt();
    }

    private void awaitPort(int nodePort) {
        eventually().untilAsserted(() -> assertThat(port("cart")).isEqualTo(nodePort));
    }

    /** Everything before it has been dealt with. */
    private void barrier(String service) {
        namespace.create(namespace.exported(service));
        eventually().until(() -> port(service) > 0);
    }
}
