package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Consul Services while their cluster is drained; see also the same with an old Consul. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainedRegistrationsTest {
    private static final String MAINTENANCE = "_service_maintenance:";

    private final RealKubernetes kubernetes;
    private RealConsul consul;
    private Agent agent;
    private OwnNamespace namespace;
    private String drain;

    DrainedRegistrationsTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        consul = startConsul(folder);
        agent = new Agent(consul);
    }

    RealConsul startConsul(Path folder) {
        return RealConsul.start(folder);
    }

    @AfterAll
    void stop() {
        consul.close();
    }

    @BeforeEach
    void create() {
        namespace = new OwnNamespace(kubernetes, consul);
        namespace.with("KSE_SERVICES_ENABLED", "true").with("KSE_CLUSTER_ID", namespace.name);
        drain = namespace.prefix + "/drain/" + namespace.name;
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("wine"));
    }

    private String id(String service) {
        return "%1$s-%1$s-%2$s-http".formatted(namespace.name, service);
    }

    /** By id. */
    private Set<String> maintained() {
        Set<String> ids = new TreeSet<>();
        for (String check : agent.checks(namespace.name).keySet()) {
            if (check.startsWith(MAINTENANCE)) {
                ids.add(check.substring(MAINTENANCE.length()));
            }
        }
        return ids;
    }

    private void awaitRegistered(String... services) {
        for (String service : services) {
            eventually().until(() -> agent.services(namespace.name).containsKey(id(service)));
        }
    }

    private void awaitMaintained(String... services) {
        Set<String> ids = new TreeSet<>();
        for (String service : services) {
            ids.add(id(service));
        }
        eventually().untilAsserted(() -> assertThat(maintained()).isEqualTo(ids));
    }

    @Test
    void areInMaintenanceUntilTheDrainEnds() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitRegistered("cart", "wine");
            assertThat(maintained()).isEmpty();

            consul.put(drain, "true");
            awaitMaintained("cart", "wine");
            JsonNode check = agent.checks(namespace.name).get(MAINTENANCE + id("cart"));
            assertThat(check.get("Status").asText()).isEqualTo("critical");
            assertThat(check.get("Notes").asText())
                    .isEqualTo("kube-service-exporter: the cluster is drained");

            consul.delete(drain);
            awaitMaintained();
            assertThat(agent.services(namespace.name)).containsOnlyKeys(id("cart"), id("wine"));
        }
    }

    @Test
    void beginsForWhatIsRegisteredOrChangedWhileDrained() throws Exception {
        namespace.with("KSE_DRAIN", "true");
        try (RunningExporter exporter = namespace.start()) {
            awaitMaintained("cart", "wine");

            namespace.create(namespace.exported("album"));
            int port = namespace.moveNodePort("cart");
            eventually()
                    .until(
                            () ->
                                    agent.services(namespace.name)
                                                    .get(id("cart"))
                                                    .get("Port")
                                                    .asInt()
                                            == port);
            awaitMaintained("album", "cart", "wine");

            namespace.delete("wine");
            awaitMaintained("album", "cart");
        }
    }

    @Test
    void stayInMaintenanceThroughARestartOfTheExporterAndOfTheAgent() throws Exception {
        consul.put(drain, "true");
        try (RunningExporter exporter = namespace.start()) {
            awaitMaintained("cart", "wine");
        }
        awaitMaintained("cart", "wine");
        consul.restart();
        assertThat(maintained()).containsExactly(id("cart"), id("wine"));

        consul.put(drain, "0");
        try (RunningExporter exporter = namespace.start()) {
            awaitMaintained();
        }
    }

    @Test
    void leavesTheMaintenanceOfSomebodyElse() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitRegistered("cart", "wine");
            agent.maintain(id("cart"), "disk full");
            consul.put(drain, "true");
            awaitMaintained("cart", "wine");

            consul.delete(drain);
            awaitMaintained("cart");
        }
    }
}
