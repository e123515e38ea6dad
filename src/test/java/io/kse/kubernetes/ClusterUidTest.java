package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
class ClusterUidTest {
    private final Cluster cluster;

    ClusterUidTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void isTheUidOfKubeSystem() {
        String uid =
                cluster.admin().namespaces().withName("kube-system").get().getMetadata().getUid();

        assertThat(new ClusterUid(cluster.admin()).get()).contains(uid);
    }

    @Test
    void isUnknownWithoutTheRightWhichIsSaidOnce() {
        ClusterUid uid = new ClusterUid(cluster.as("stranger"));
        try (LogLines lines = new LogLines(ClusterUid.class)) {
            assertThat(uid.get()).isEmpty();
            assertThat(uid.get()).isEmpty();

            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN Missing right: get namespace kube-system. ")
                    .endsWith("is not checked.");
        }
    }

    @Test
    void asksAgainAfterAnApiServerThatDoesNotAnswer(@TempDir Path folder) {
        try (RealKubernetes own = RealKubernetes.start(folder);
                Cluster ownCluster = new Cluster(own)) {
            ClusterUid uid = new ClusterUid(ownCluster.admin());
            own.kill();
            assertThatThrownBy(uid::get).isInstanceOf(KubernetesUnavailable.class);

            own.restart();

            assertThat(uid.get()).isPresent();
        }
    }
}
