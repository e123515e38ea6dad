package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.Etcd;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
    @Test
    void reportsWhatHappenedWhileTheApiServerWasAway(@TempDir Path folder) throws Exception {
        try (RealKubernetes kubernetes = RealKubernetes.start(folder);
                Cluster cluster = new Cluster(kubernetes);
                LogLines lines = new LogLines(ApiServerTrouble.class)) {
            String namespace = cluster.newNamespace();
            cluster.apply(service(namespace, "stays"));
            cluster.apply(service(namespace, "goes"));
            try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(namespace))) {
                route.awaitSeen("ADDED goes");
                route.awaitSeen("ADDED stays");

                kubernetes.kill();
                Etcd etcd = new Etcd(kubernetes);
                etcd.deleteService(namespace, "goes");
                etcd.forgetHistory();
                await().until(() -> lines.lines().size() == 1);
                kubernetes.restart();

                route.awaitSeen("DELETED goes");
                cluster.apply(service(namespace, "comes"));
                route.awaitSeen("ADDED comes");
                assertThat(route.sourced())
                        .hasSize(4)
                        .endsWith("DELETED goes LISTED", "ADDED comes WATCHED");
            }
            assertThat(lines.lines()).hasSize(2);
            assertThat(lines.lines().get(0))
                    .startsWith("WARN ")
                    .contains(kubernetes.url(), "refused");
            assertThat(lines.lines().get(1)).matches("INFO .* answers again after [0-9.]+ s");
        }
    }
}
