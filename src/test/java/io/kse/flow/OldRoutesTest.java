package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;

import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A user's copy of the routes of a version before the drain. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class OldRoutesTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNamespace namespace;

    OldRoutesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @Test
    void stillPublishNodes(@TempDir Path folder) throws Exception {
        TunedRoutes routes = TunedRoutes.copyTo(folder.resolve("routes"));
        Files.delete(routes.folder().resolve("drain.camel.yaml"));
        namespace.with("KSE_ROUTES", routes.folder().toString());
        namespace.create(namespace.exported("cart"));
        try (OwnNodes nodes = new OwnNodes(kubernetes)) {
            nodes.create("a", "10.0.0.1");
            namespace.with("KSE_NODE_SELECTOR", nodes.selector());
            try (RunningExporter exporter = namespace.start()) {
                exporter.awaitCompared();
                eventually()
                        .until(
                                () ->
                                        consul.get(
                                                        namespace.prefix
                                                                + "/nodes/"
                                                                + RunningExporter.CLUSTER)
                                                .isPresent());
            }
        }
    }
}
