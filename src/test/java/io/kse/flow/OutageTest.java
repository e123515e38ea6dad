package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Changes that come while Consul is away. */
@ExtendWith(RealServers.class)
class OutageTest {
    private final RealKubernetes kubernetes;

    OutageTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    @Test
    void writesWhatChangedMeanwhileAsSoonAsConsulAnswers(@TempDir Path folder) throws Exception {
        String namespace = kubernetes.newNamespace();
        try (RealConsul consul = RealConsul.start(folder);
                RunningExporter exporter =
                        RunningExporter.start(kubernetes, consul, namespace, Map.of())) {
            create(service(namespace, "old").exported().port("http", 80));
            exporter.awaitDocument(exporter.key(namespace, "old", "http"), "hash");

            consul.kill();
            kubernetes.client().services().inNamespace(namespace).withName("old").delete();
            create(service(namespace, "new").exported().port("http", 80));
            consul.restart();

            exporter.awaitDocument(exporter.key(namespace, "new", "http"), "hash");
            exporter.awaitGone(exporter.key(namespace, "old", "http"));
            assertThat(exporter.documents()).hasSize(1);
        }
    }

    private void create(Services service) {
        kubernetes.client().resource(service.build()).create();
    }
}
