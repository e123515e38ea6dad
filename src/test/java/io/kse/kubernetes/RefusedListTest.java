package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class RefusedListTest {
    private final Cluster cluster;

    RefusedListTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void keepsWhatItKnowsUntilTheFirstCompleteList() throws Exception {
        String namespace = cluster.newNamespace();
        cluster.allowReading(namespace, "reader");
        cluster.apply(service(namespace, "goes"));
        cluster.apply(service(namespace, "stays"));
        try (LogLines lines = new LogLines(ApiServerTrouble.class);
                WatchRoute route = new WatchRoute(cluster.as("reader"), List.of(namespace))) {
            route.awaitSeen("ADDED goes");
            route.awaitSeen("ADDED stays");
            WatchedServices watched = new WatchedServices(route.component, cluster.admin());

            cluster.forbidReading(namespace, "reader");
            String missing = "missing right: list services in namespace " + namespace;
            await().until(
                            () -> {
                                route.component.restartWatch();
                                return lines.of(missing).size() == 1;
                            });
            cluster.delete(namespace, "goes");
            assertThat(watched.all()).hasSize(2);
            assertThat(route.sourced()).hasSize(2);
            cluster.allowReadingAgain(namespace, "reader");

            route.awaitSeen("DELETED goes");
            assertThat(route.sourced()).endsWith("DELETED goes LISTED").hasSize(3);
            assertThat(watched.all()).hasSize(1);
        }
    }
}
