package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lock is in our agent's datacenter, documents and fence are in another one. */
@ExtendWith(RealServers.class)
class OtherDatacenterTest {
    private static RealConsul here;
    private static RealConsul there;

    private final OwnNamespace namespace;
    private final String key;
    private final String fence;

    OtherDatacenterTest(RealKubernetes kubernetes) {
        this.namespace =
                new OwnNamespace(kubernetes, here)
                        .with("KSE_CONSUL_DATACENTER", "dc2")
                        .with("KSE_POD_NAME", "first");
        this.key = namespace.key("cart");
        this.fence = namespace.prefix + "/leadership/prod-fence";
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        here = RealConsul.start(Files.createDirectory(folder.resolve("dc1")), "-datacenter=dc1");
        there = RealConsul.start(Files.createDirectory(folder.resolve("dc2")), "-datacenter=dc2");
        here.joinWan(there);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
    }

    @Test
    void eachWinnerRewritesTheFenceAndNothingElse() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> there.get(key).isPresent());

            assertThat(exporter.documents()).isEmpty();
            assertThat(here.keys(namespace.prefix))
                    .containsOnlyKeys(namespace.prefix + "/leadership/prod-leader");
            assertThat(there.keys(namespace.prefix)).containsOnlyKeys(key, fence);
            assertThat(there.get(fence)).contains("first");
        }
        Map<String, Long> before = there.indexes(namespace.prefix);
        namespace.with("KSE_POD_NAME", "second");
        namespace.create(namespace.exported("album"));

        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> there.get(namespace.key("album")).isPresent());

            assertThat(exporter.documents()).isEmpty();
            assertThat(there.get(fence)).contains("second");
            assertThat(there.indexes(namespace.prefix).get(fence)).isGreaterThan(before.get(fence));
            assertThat(there.indexes(namespace.prefix)).containsEntry(key, before.get(key));
        }
    }

    /** It leads here all the same, so it wins again, and by then knows what it may write. */
    @Test
    void nothingIsWrittenUnderAFenceOfAnotherLeader() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> there.get(key).isPresent());
            assertThat(exporter.documents()).isEmpty();
            there.put(fence, "another");
            final long others = there.indexes(namespace.prefix).get(fence);

            namespace.annotate("cart", "load-balancer-class", "internal");

            eventually().until(() -> there.get(key).orElseThrow().contains("internal"));
            Map<String, Long> after = there.indexes(namespace.prefix);
            assertThat(there.get(fence)).contains("first");
            assertThat(after.get(fence)).isGreaterThan(others).isLessThan(after.get(key));
        }
    }

    /** What operators say of the documents is where these are, and so is what is said of them. */
    @Test
    void drainsByTheKeyBesideTheDocumentsAndBeatsThere() throws Exception {
        String drain = namespace.prefix + "/drain/prod";
        String nodes = namespace.prefix + "/nodes/prod";
        here.put(drain, "false");
        namespace.with("KSE_HEARTBEAT_SECONDS", "1");
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> there.get(namespace.prefix + "/heartbeat/prod").isPresent());
            assertThat(there.get(nodes)).isEmpty();

            there.put(drain, "true");

            eventually().until(() -> there.get(nodes).isPresent());
            assertThat(there.get(nodes)).contains("[]");
            assertThat(exporter.page()).contains("This cluster is drained by " + drain);
            assertThat(here.get(namespace.prefix + "/heartbeat/prod")).isEmpty();
        }
    }
}
