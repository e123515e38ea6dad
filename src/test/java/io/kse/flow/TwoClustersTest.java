package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody has given two clusters one id. That the first is told as well, within a minute, is in
 * OtherClustersTest.
 */
@ExtendWith(RealServers.class)
class TwoClustersTest {
    private final RealConsul consul;
    private final OwnNamespace first;

    TwoClustersTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.first = new OwnNamespace(kubernetes, consul).with("KSE_POD_NAME", "first");
        eventually().ignoreExceptions().until(() -> !uid(kubernetes).isEmpty());
    }

    @Test
    @SuppressWarnings("try") // The first is closed before its time.
    void theSecondWritesNothingAndIsTold(@TempDir Path folder) throws Exception {
        first.create(first.exported("cart"));
        try (RealKubernetes kubernetes = RealKubernetes.start(folder);
                LogLines log = new LogLines("io.kse.consul.OtherClusters");
                RunningExporter ours = first.start()) {
            ours.awaitDocument(first.key("cart"), "hash");
            eventually().ignoreExceptions().until(() -> !uid(kubernetes).isEmpty());
            String namespace = kubernetes.newNamespace();
            kubernetes
                    .client()
                    .resource(service(namespace, "theirs").exported().port("http", 80).build())
                    .create();

            Map<String, String> settings =
                    Map.of("KSE_CONSUL_KV_PREFIX", first.prefix, "KSE_POD_NAME", "second");
            try (RunningExporter theirs =
                    RunningExporter.start(kubernetes, consul, namespace, settings)) {
                eventually().until(() -> !log.of(first.prefix).isEmpty());
                first.barrier(ours, "barrier");

                assertThat(theirs.documents())
                        .containsOnlyKeys(first.key("cart"), first.key("barrier"));
                assertThat(consul.get(first.prefix + "/leadership/prod-leader")).contains("first");
                assertThat(log.of(first.prefix))
                        .singleElement()
                        .asString()
                        .startsWith("WARN")
                        .contains("is held by first of another cluster", uid(kubernetes));

                ours.close();
                leaveTheLockToTheNextOfTheFirst(theirs);
            }
        }
    }

    /** Or else a rollout of the first would give everything to the second. */
    private void leaveTheLockToTheNextOfTheFirst(RunningExporter theirs) throws Exception {
        first.with("KSE_POD_NAME", "third");
        try (RunningExporter next = first.start()) {
            first.barrier(next, "next");

            assertThat(theirs.documents()).hasSize(3);
            assertThat(consul.get(first.prefix + "/leadership/prod-leader")).contains("third");
        }
    }

    /** It is made a moment after the API server is ready. */
    private static String uid(RealKubernetes kubernetes) {
        return kubernetes
                .client()
                .namespaces()
                .withName("kube-system")
                .get()
                .getMetadata()
                .getUid();
    }
}
