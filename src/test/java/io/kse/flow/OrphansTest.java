package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that no Service wants when an exporter starts over them. */
@ExtendWith(RealServers.class)
class OrphansTest {
    private final RealConsul consul;
    private final OwnNamespace namespace;

    OrphansTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @SideBySide
    void deletesExactlyWhatVanishedWhileItWasDown() throws Exception {
        namespace.create(namespace.exported("cart").port("grpc", 90));
        namespace.create(namespace.exported("album"));
        String neighbour = namespace.key("cart") + "2";
        try (RunningExporter exporter = namespace.start()) {
            String published = exporter.awaitDocument(namespace.key("cart"), "hash");
            exporter.awaitDocument(namespace.key("album"), "hash");
            consul.put(neighbour, published.replace("prod", "prod2"));
        }

        namespace.delete("cart");

        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitGone(namespace.key("cart"));
            exporter.awaitGone(namespace.key("cart", "grpc"));
            assertThat(exporter.documents()).containsOnlyKeys(namespace.key("album"), neighbour);
        }
    }

    @SideBySide
    void keepsWhatSomebodyWroteByHandAndSaysSo() throws Exception {
        Map<String, String> byHand = new TreeMap<>();
        byHand.put(namespace.keyOf("no-json"), "10.0.0.1:80");
        byHand.put(namespace.keyOf("no-hash"), "{\"ClusterName\":\"prod\",\"port\":80}");
        byHand.put(
                namespace.keyOf("other-cluster"),
                "{\"hash\":\"14b57b8383342234\",\"ClusterName\":\"prod2\",\"port\":80}");
        byHand.put(namespace.keyOf("empty"), "");
        byHand.forEach(consul::put);

        try (LogLines log = new LogLines("io.kse.status.LeftAlone");
                RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");

            assertThat(exporter.documents()).containsAllEntriesOf(byHand).hasSize(5);
            assertThat(log.of(namespace.prefix))
                    .singleElement()
                    .asString()
                    .startsWith("WARN 4 entries under our suffix were not written by us and stay: ")
                    .contains("no-hash")
                    .endsWith("and 1 more");
        }
    }

    @SideBySide
    void repairsDriftAndWritesWhatIsMissing() throws Exception {
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
        String published;
        try (RunningExporter exporter = namespace.start()) {
            published = exporter.awaitDocument(namespace.key("cart"), "hash");
            exporter.awaitDocument(namespace.key("album"), "hash");
        }
        consul.put(namespace.key("cart"), published.replace("\"port\":3", "\"port\":4"));
        consul.delete(namespace.key("album"));

        try (LogLines log = new LogLines("io.kse.status.Changes");
                RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("cart"), published);
            exporter.awaitDocument(namespace.key("album"), "hash");

            assertThat(log.of(namespace.key("cart")))
                    .singleElement()
                    .asString()
                    .contains("drift: port");
        }
    }
}
