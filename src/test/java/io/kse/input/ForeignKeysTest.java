package io.kse.input;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.cli.ExporterProcess;
import io.kse.document.DocumentReader;
import io.kse.document.NodeList;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start over a Consul where others have written whatever they like, at our keys as well. The
 * program has 256 MB of memory, as {@link ExporterProcess} gives it.
 */
@ExtendWith(RealServers.class)
class ForeignKeysTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int SERVICES = 12;
    private static final int FOREIGN = 250;
    private static final int HUGE = 24;

    /** What stands for a Service in a key that no Service of ours could have. */
    private static final List<String> ODD =
            List.of(
                    "",
                    ".",
                    "..",
                    "../../nodes",
                    "a//b",
                    " a ",
                    "clusters",
                    "a/clusters/prod",
                    "%2e%2e",
                    "a?recurse",
                    "a#b",
                    "a\\b",
                    "\u202ea",
                    "a\n2026-01-01T00:00:00.000Z ERROR [Leadership] a line of somebody else",
                    "\u001b[2J",
                    "\u0000",
                    "😀",
                    "a".repeat(2000));

    private final long seed = Long.getLong("random.seed", new SplittableRandom().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ForeignValues values = new ForeignValues(random);
    private final Map<String, String> environment = new HashMap<>();
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final ForeignKeys others;
    private final OwnNodes nodes;
    private final String namespace;
    private final String prefix;

    @TempDir private Path folder;

    ForeignKeysTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.others = new ForeignKeys(consul);
        this.nodes = new OwnNodes(kubernetes);
        this.namespace = kubernetes.newNamespace();
        this.prefix = consul.newPrefix();
    }

    @BeforeEach
    void createWhatIsExported() {
        environment.put("KSE_CLUSTER_ID", "prod");
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", prefix);
        environment.put("KSE_NAMESPACE_LIST", namespace);
        environment.put("KSE_NODE_SELECTOR", nodes.selector());
        environment.put("KSE_HTTP_PORT", "0");
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
        nodes.create("one", "10.0.0.1");
        nodes.create("two", "10.0.0.2");
        for (int i = 0; i < SERVICES; i++) {
            kubernetes
                    .client()
                    .resource(service(namespace, "s" + i).exported().port("http", 80).build())
                    .create();
        }
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private String wanted(int i) {
        return keyOf("prod-%s-s%d-http".formatted(namespace, i));
    }

    private String keyOf(String serviceId) {
        return "%s/services/%s/clusters/prod".formatted(prefix, serviceId);
    }

    @Test
    void whateverOthersHaveWrittenOursIsRepairedAndTheirsStays() throws Exception {
        int foreign = writeWhatNobodyWants();
        writeBesideDocuments();
        Map<String, String> theirs = others.all(prefix);
        writeAtWantedKeys();

        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("entries under our suffix were not written by us");
            awaitDocuments();

            String log = exporter.output();
            assertThat(others.all(prefix)).as("seed " + seed).containsAllEntriesOf(theirs);
            assertThat(log.lines().filter(line -> line.contains("not written by us")))
                    .singleElement()
                    .asString()
                    .contains(" " + foreign + " entries under our suffix");
            assertIsPlain(log);
            exporter.terminate();
            exporter.awaitExit();
        }
        assertThatAnotherStartWritesOnlyThatItIsDrained(theirs);
    }

    private int writeWhatNobodyWants() {
        List<byte[]> all = new ArrayList<>(ForeignValues.notable());
        while (all.size() < FOREIGN) {
            all.add(values.any());
        }
        for (int i = 0; i < all.size(); i++) {
            String id = i < ODD.size() ? ODD.get(i) : "foreign-" + i;
            others.put(keyOf(id), all.get(i), random.nextInt(3));
        }
        for (int i = 0; i < HUGE; i++) {
            others.putHuge(keyOf("huge-" + i), values.huge());
        }
        others.lock(keyOf("locked"), values.any());
        // No document can be where nothing stands for the Service.
        return all.size() + HUGE + 1 - 1;
    }

    /** Keys that begin as ours do and are none. */
    private void writeBesideDocuments() {
        for (String path :
                List.of(
                        "leadership/prod-leade",
                        "leadership/prod-leader2",
                        "leadership/prod-leader/x",
                        "leadership/prod-fence",
                        "nodes/prod2",
                        "nodes/prod/x",
                        "nodes/",
                        "brake/prod2",
                        "brake/prod/release/x",
                        "drain/prod2",
                        "drain/prod/x",
                        "heartbeat/prod",
                        "services/clusters/prod",
                        "services/x/clusters/prod2",
                        "services/x/clusters/prod/")) {
            others.put(prefix + "/" + path, values.any(), random.nextInt(3));
        }
    }

    private void writeAtWantedKeys() {
        for (int i = 0; i < SERVICES - 2; i++) {
            others.put(wanted(i), values.any(), random.nextInt(3));
        }
        others.putHuge(wanted(SERVICES - 2), values.huge());
        others.lock(wanted(SERVICES - 1), values.any());
        others.put(prefix + "/nodes/prod", values.any(), 1);
        others.put(prefix + "/brake/prod", values.any(), 1);
        others.put(prefix + "/brake/prod/release", values.any(), 1);
    }

    private void awaitDocuments() {
        await("seed " + seed)
                .atMost(SOON)
                .untilAsserted(
                        () -> {
                            Map<String, String> stored = stored();
                            for (int i = 0; i < SERVICES; i++) {
                                assertThat(hash(stored.get(wanted(i)))).isNotEmpty();
                            }
                            byte[] list = utf8(stored.get(prefix + "/nodes/prod"));
                            assertThat(NodeList.entries(list).orElseThrow()).hasSize(2);
                            assertThat(stored).doesNotContainKey(prefix + "/brake/prod/release");
                        });
    }

    /** What this test looks at; all of it is text. */
    private Map<String, String> stored() {
        Map<String, String> stored = new TreeMap<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            keys.add(wanted(i));
        }
        keys.add(prefix + "/nodes/prod");
        keys.add(prefix + "/brake/prod/release");
        keys.forEach(key -> consul.get(key).ifPresent(value -> stored.put(key, value)));
        return stored;
    }

    /** Empty if it is no document of our cluster. */
    private static String hash(String value) {
        return DocumentReader.read(utf8(value))
                .filter(document -> document.clusterName().equals("prod"))
                .map(document -> document.hash())
                .orElse("");
    }

    private static byte[] utf8(String text) {
        return Optional.ofNullable(text).orElse("").getBytes(StandardCharsets.UTF_8);
    }

    /** One line for each event, each as we write them; nothing has failed. */
    private void assertIsPlain(String log) {
        assertThat(log.lines())
                .as("seed " + seed)
                .allMatch(line -> line.matches("20\\d\\d-\\S+ (INFO|WARN)  ?\\[.*"))
                .noneMatch(line -> line.contains("Exception") || line.contains("Error:"));
        assertThat(log).doesNotContain("\u001b", "\u202e", "\u0000", "\r");
    }

    private void assertThatAnotherStartWritesOnlyThatItIsDrained(Map<String, String> theirs)
            throws Exception {
        Map<String, Long> before = documents();
        others.put(prefix + "/drain/prod", new byte[] {(byte) 0xff, 0, '\n'}, 7);
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("entries under our suffix were not written by us");
            await("seed " + seed)
                    .atMost(SOON)
                    .until(() -> consul.get(prefix + "/nodes/prod").equals(Optional.of("[]")));

            assertThat(documents()).as("seed " + seed).isEqualTo(before);
            assertThat(others.all(prefix)).containsAllEntriesOf(theirs);
            assertIsPlain(exporter.output());
        }
    }

    /** When each of them was written. */
    private Map<String, Long> documents() {
        return consul.indexes(prefix + "/services/prod-" + namespace);
    }
}
