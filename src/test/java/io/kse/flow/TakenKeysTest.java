package io.kse.flow;

import static io.kse.flow.OwnNamespace.awaitAnotherCreationTime;
import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.Services;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two Services that claim one key: {@code a-b} with port {@code http} is the older one, {@code a}
 * with port {@code b-http} sorts first.
 */
@ExtendWith(RealServers.class)
class TakenKeysTest {
    private final RealConsul consul;
    private final OwnNamespace namespace;
    private final String key;

    TakenKeysTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.key = namespace.key("a-b");
    }

    @SideBySide
    void theOlderOneHasItAndTheOtherIsTold() throws Exception {
        Service older = older();
        try (LogLines log = new LogLines("io.kse.status.Notices");
                RunningExporter exporter = namespace.start()) {
            String published = exporter.awaitDocument(key, "hash");
            younger();
            exporter.awaitDocument(namespace.key("a", "own"), "hash");

            assertThat(consul.get(key)).contains(published);
            assertThat(published).contains(port(older, 0));
            eventually().until(() -> !log.of(namespace.name + "/a: ").isEmpty());
            assertThat(log.of(namespace.name + "/a: "))
                    .containsExactly(
                            "WARN %s/a: key %s belongs to the older Service %s/a-b"
                                    .formatted(namespace.name, key, namespace.name));
        }
    }

    @SideBySide
    void theOtherTakesOverWhenTheFirstGoes() throws Exception {
        older();
        Service younger = younger();
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("a", "own"), "hash");

            namespace.unexport("a-b");

            exporter.awaitDocument(key, port(younger, 0));
        }
    }

    @SideBySide
    void theOtherTakesOverWhenTheFirstWentWhileWeWereDown() throws Exception {
        older();
        Service younger = younger();
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("a", "own"), "hash");
        }

        namespace.delete("a-b");

        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(key, port(younger, 0));
        }
    }

    @SideBySide
    void anIdPrefixDoesNotTakeAnothersKey() throws Exception {
        Service older = namespace.create(acrossClusters(namespace.exported("shop-cart")));
        String taken = namespace.keyOf("x-" + namespace.name + "-shop-cart-http");
        namespace.annotate("shop-cart", "id-prefix", "x");
        awaitAnotherCreationTime(older);
        try (RunningExporter exporter = namespace.start()) {
            String published = exporter.awaitDocument(taken, "hash");

            namespace.create(
                    acrossClusters(namespace.service("shop").exported().port("cart-http", 80))
                            .annotation("id-prefix", "x"));
            namespace.barrier(exporter, "barrier");

            assertThat(consul.get(taken)).contains(published);
        }
    }

    private static Services acrossClusters(Services service) {
        return service.annotation("load-balancer-service-per-cluster", "false");
    }

    /** We cannot know then what the older one claims, only what it has made. */
    @SideBySide
    void theOtherDoesNotTakeWhatARefusedOneHasMade() throws Exception {
        older();
        younger();
        String published;
        try (RunningExporter exporter = namespace.start()) {
            published = exporter.awaitDocument(key, "hash");
            exporter.awaitDocument(namespace.key("a", "own"), "hash");
        }
        namespace.annotate("a-b", "load-balancer-listen-port", "https");

        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "first");
            namespace.annotate("a", "load-balancer-class", "internal");
            exporter.awaitDocument(namespace.key("a", "own"), "internal");
            namespace.barrier(exporter, "second");

            assertThat(consul.get(key)).contains(published);
        }
    }

    private Service older() {
        Service older = namespace.create(namespace.exported("a-b"));
        awaitAnotherCreationTime(older);
        return older;
    }

    private Service younger() {
        return namespace.create(
                namespace.service("a").exported().port("b-http", 81).port("own", 82));
    }

    private static String port(Service service, int index) {
        int nodePort = service.getSpec().getPorts().get(index).getNodePort();
        return "\"port\":" + nodePort + ",";
    }
}
