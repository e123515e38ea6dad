package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A start over a Consul that an earlier run has left. */
@ExtendWith(RealServers.class)
class RestartTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final String namespace;
    private final Map<String, String> samePrefix;

    RestartTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace = kubernetes.newNamespace();
        this.samePrefix = Map.of("KSE_CONSUL_KV_PREFIX", consul.newPrefix());
    }

    /** The older one sorts last, and has the key from the first write on. */
    @Test
    void leavesAKeyWithTheOlderOfTwoServices() throws Exception {
        Service older = create(service(namespace, "a-b").exported().port("http", 80));
        awaitAnotherCreationTime(older);
        String key;
        String published;
        try (RunningExporter exporter = start()) {
            key = exporter.key(namespace, "a-b", "http");
            published = exporter.awaitDocument(key, "hash");
            create(service(namespace, "a").exported().port("b-http", 81).port("own", 82));
            exporter.awaitDocument(exporter.key(namespace, "a", "own"), "hash");
        }
        String sameValues = published.replace(",", ", ");
        consul.put(key, sameValues);

        try (RunningExporter exporter = start()) {
            create(service(namespace, "barrier").exported().port("http", 80));
            exporter.awaitDocument(exporter.key(namespace, "barrier", "http"), "hash");
        }

        assertThat(consul.get(key)).contains(sameValues);
    }

    private RunningExporter start() throws Exception {
        return RunningExporter.start(kubernetes, consul, namespace, samePrefix);
    }

    /** Kubernetes counts it in seconds. */
    private static void awaitAnotherCreationTime(Service older) {
        Instant next = Instant.parse(older.getMetadata().getCreationTimestamp()).plusSeconds(1);
        await().until(() -> Instant.now().isAfter(next));
    }

    private Service create(Services service) {
        return kubernetes.client().resource(service.build()).create();
    }
}
