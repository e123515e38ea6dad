package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.Snapshot;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kiwiproject.consul.KeyValueClient;

/** SNAPSHOT_ALL against a Consul of today; see also {@link OldConsulTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OurDocumentsTest {
    private RealConsul server;
    private KvRoutes routes;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = startConsul(folder);
        routes = KvRoutes.to(Settings.plain(server.port()));
    }

    RealConsul startConsul(Path folder) {
        return RealConsul.start(folder);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            routes.close();
            server.close();
        }
    }

    @BeforeEach
    void empty() {
        outsider().deleteKeys("kse");
    }

    private KeyValueClient outsider() {
        return routes.consul().keyValueClient();
    }

    private void store(String... paths) {
        for (String path : paths) {
            outsider().putValue(path, "value of " + path);
        }
    }

    @Test
    void readsOurDocumentsWithIndexAndValue() {
        store("kse/services/shop/clusters/prod");

        Snapshot all = routes.readAll();

        KvKey shop = key("kse/services/shop/clusters/prod");
        assertThat(all.stored()).containsOnlyKeys(shop);
        assertThat(all.get(shop).orElseThrow().value()).asString().isEqualTo("value of " + shop);
        assertThat(all.get(shop).orElseThrow().index())
                .isEqualTo(routes.read(shop).get(shop).orElseThrow().index());
        assertThat(all.isFiltered()).isFalse();
    }

    @Test
    void readsNothingWhereNothingIs() {
        Snapshot all = routes.readAll();

        assertThat(all.stored()).isEmpty();
        assertThat(all.isFiltered()).isFalse();
    }

    @Test
    void readsTheBrakeAndItsRelease() {
        store("kse/brake/prod", "kse/brake/prod/release", "kse/brake/prod2", "kse/brake/prod/x");

        assertThat(routes.readAll().stored())
                .containsOnlyKeys(keys("kse/brake/prod", "kse/brake/prod/release"));
    }

    @Test
    void readsTheListOfNodes() {
        store("kse/nodes/prod", "kse/nodes/prod2");

        assertThat(routes.readAll().stored()).containsOnlyKeys(keys("kse/nodes/prod"));
    }

    @Test
    void leavesEverythingElseAlone() {
        store(
                "kse/services/shop/clusters/prod2",
                "kse/services/shop/clusters/my-prod",
                "kse/services/shop/clusters/prod/nodes",
                "kse/services/clusters/prod",
                "kse/services/shop",
                "kse/nodes/prod2",
                "kse/nodes/prod/x",
                "kse/leadership/prod-leader",
                "kse2/services/shop/clusters/prod",
                "other/kse/services/shop/clusters/prod");

        assertThat(routes.readAll().stored()).isEmpty();
        outsider().deleteKeys("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%",
                "a%2Fb",
                "a?b=c",
                "a#b",
                "with spaces",
                "größe",
                "a&b+c",
                "\"quoted\"\\",
                "日本/😀",
                "a/b/c",
                "a//b",
                ".."
            })
    void readsKeysWithAnyCharacter(String serviceId) {
        String path = "kse/services/" + serviceId + "/clusters/prod";
        routes.lead().apply(KvRoutes.put(path, "1", 0));

        assertThat(routes.readAll().stored()).containsOnlyKeys(key(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b/größe", "100%", "a%2Fb", "a?b=c", "a#b+c&d", "日本/😀"})
    void findsThemUnderAnyPrefix(String prefix) throws Exception {
        String path = prefix + "/services/shop/clusters/prod";

        try (KvRoutes elsewhere =
                KvRoutes.to(Settings.prefix(Settings.plain(server.port()), prefix)).lead()) {
            elsewhere.apply(KvRoutes.put(path, "1", 0));

            assertThat(elsewhere.readAll().stored()).containsOnlyKeys(key(path));
        }
    }

    @Test
    void readsOnlyOursOfTwentyClusters() throws Exception {
        for (int cluster = 0; cluster < 20; cluster++) {
            String id = cluster == 0 ? "prod" : "prod" + cluster;
            IntStream.range(0, 100).forEach(i -> store("kse/services/s" + i + "/clusters/" + id));
        }
        try (FaultyProxy proxy = FaultyProxy.http(server.port());
                KvRoutes watched = KvRoutes.to(Settings.plain(proxy.port()))) {
            Snapshot all = watched.readAll();

            assertThat(all.stored()).hasSize(100);
            assertThat(all.stored().keySet())
                    .allMatch(key -> key.path().endsWith("/clusters/prod"));
            assertThat(proxy.requests())
                    .extracting(Request::line)
                    .containsExactly(
                            "GET /v1/kv/kse/services/?keys",
                            "PUT /v1/txn",
                            "PUT /v1/txn",
                            "PUT /v1/txn");
        }
    }

    @Test
    void enduresThatAKeyVanishesAfterTheList() {
        store("kse/services/a/clusters/prod", "kse/services/b/clusters/prod");

        assertThat(
                        routes.transactions()
                                .readListed(
                                        List.of(
                                                keys(
                                                        "kse/services/a/clusters/prod",
                                                        "kse/services/gone/clusters/prod",
                                                        "kse/services/b/clusters/prod"))))
                .containsOnlyKeys(
                        keys("kse/services/a/clusters/prod", "kse/services/b/clusters/prod"));
    }
}
