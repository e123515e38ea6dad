package io.kse.consul;

import static io.kse.consul.KvRoutes.delete;
import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.keys;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kse.document.KvKey;
import io.kse.plan.KvChange;
import io.kse.plan.Snapshot;
import io.kse.plan.Transaction;
import io.kse.testbed.RealConsul;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.component.consul.ConsulConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kiwiproject.consul.KeyValueClient;

/** Against a Consul of today; see also {@link OldConsulTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KvTransactionsTest {
    private RealConsul server;
    private KvRoutes routes;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = startConsul(folder);
        routes = KvRoutes.to(Settings.plain(server.port())).lead();
    }

    RealConsul startConsul(Path folder) {
        return RealConsul.start(folder);
    }

    @AfterAll
    void stop() {
        if (server == null) {
            return;
        }
        routes.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        outsider().deleteKeys("kse");
    }

    /** Somebody who does not go through our component. */
    private KeyValueClient outsider() {
        return routes.consul().keyValueClient();
    }

    @Test
    void writesNewKeysAndHandsTheBodyOn() {
        KvChange cart = put("kse/cart", "{\"port\":1}", 0);
        KvChange shop = put("kse/shop", "{\"port\":2}", 0);

        Transaction after = routes.apply(cart, shop);

        assertThat(after.changes()).containsExactly(cart, shop);
        assertThat(routes.text(key("kse/cart"))).isEqualTo("{\"port\":1}");
        assertThat(routes.text(key("kse/shop"))).isEqualTo("{\"port\":2}");
    }

    @Test
    void replacesAKeyThatIsStillAsItWasRead() {
        routes.apply(put("kse/cart", "old", 0));
        long index = index(key("kse/cart"));

        routes.apply(put("kse/cart", "new", index));

        assertThat(routes.text(key("kse/cart"))).isEqualTo("new");
    }

    @Test
    void writesNothingIfOneKeyMoved() {
        routes.apply(put("kse/cart", "old", 0));
        long index = index(key("kse/cart"));
        outsider().putValue("kse/cart", "somebody else's");

        StaleSnapshot failure =
                catchThrowableOfType(
                        StaleSnapshot.class,
                        () ->
                                routes.apply(
                                        put("kse/shop", "new", 0), put("kse/cart", "new", index)));

        assertThat(failure.keys()).containsExactly(key("kse/cart"));
        assertThat(failure)
                .hasMessage("Consul at 127.0.0.1:%d has newer values of kse/cart", server.port());
        assertThat(routes.notMade).containsExactly("[kse/cart]: " + failure.getMessage());
        assertThat(routes.text(key("kse/cart"))).isEqualTo("somebody else's");
        assertThat(routes.text(key("kse/shop"))).isEqualTo("absent");
    }

    @Test
    void doesNotTakeOverAKeyThatAppeared() {
        outsider().putValue("kse/cart", "somebody else's");

        assertThatThrownBy(() -> routes.apply(put("kse/cart", "new", 0)))
                .isInstanceOf(StaleSnapshot.class);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("somebody else's");
    }

    @Test
    void doesNotBringBackAKeyThatWasDeleted() {
        routes.apply(put("kse/cart", "old", 0));
        long index = index(key("kse/cart"));
        outsider().deleteKey("kse/cart");

        assertThatThrownBy(() -> routes.apply(put("kse/cart", "new", index)))
                .isInstanceOf(StaleSnapshot.class);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
    }

    @Test
    void doesNotDeleteAKeyThatMoved() {
        routes.apply(put("kse/cart", "old", 0));
        long index = index(key("kse/cart"));
        outsider().putValue("kse/cart", "somebody else's");

        assertThatThrownBy(() -> routes.apply(delete("kse/cart", index)))
                .isInstanceOf(StaleSnapshot.class);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("somebody else's");
    }

    @Test
    void countsAKeyThatIsGoneAlreadyAsDeleted() {
        routes.apply(delete("kse/cart", 7));

        assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
    }

    @Test
    void deletesExactlyOneKey() {
        routes.apply(put("kse/clusters/prod", "1", 0), put("kse/clusters/prod2", "2", 0));
        long index = index(key("kse/clusters/prod"));

        routes.apply(delete("kse/clusters/prod", index));

        assertThat(routes.text(key("kse/clusters/prod"))).isEqualTo("absent");
        assertThat(routes.text(key("kse/clusters/prod2"))).isEqualTo("2");
    }

    @Test
    void readsExactlyTheKeysAskedFor() {
        routes.apply(put("kse/clusters/prod", "1", 0), put("kse/clusters/prod2", "2", 0));

        Snapshot snapshot = routes.read(keys("kse/clusters/prod", "kse/missing"));

        assertThat(snapshot.stored()).containsOnlyKeys(key("kse/clusters/prod"));
    }

    @Test
    void readsNothingWhereNothingIs() {
        Snapshot missing = routes.read(keys("kse/missing", "kse/gone"));
        Snapshot unasked = routes.read();

        assertThat(missing.stored()).isEmpty();
        assertThat(unasked.stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kse/100%", "kse/a%2Fb", "kse/a?b=c", "kse/a#b", "kse/with spaces", "kse/größe",
                "kse/a&b+c", "kse/\"quoted\"\\", "kse/日本/😀", "kse/a//b", "kse/..", "kse/dir/"
            })
    void roundTripsAnyCharacter(String path) {
        String value = "{\"ü\":\"😀 % \\u0000\"}";

        routes.apply(put(path, value, 0));

        assertThat(routes.text(key(path))).isEqualTo(value);
        routes.apply(delete(path, index(key(path))));
        assertThat(routes.text(key(path))).isEqualTo("absent");
    }

    @Test
    void readsMoreKeysThanFitIntoOneTransaction() {
        KvKey[] keys =
                IntStream.range(0, 150).mapToObj(i -> key("kse/k" + i)).toArray(KvKey[]::new);
        for (KvKey key : keys) {
            outsider().putValue(key.path(), key.path());
        }

        Snapshot snapshot = routes.read(keys);

        assertThat(snapshot.stored()).containsOnlyKeys(keys);
        assertThat(snapshot.get(key("kse/k149")).orElseThrow().value())
                .asString()
                .isEqualTo("kse/k149");
    }

    @Test
    void readsBytesThatAreNoText() throws Exception {
        byte[] garbage = {0, (byte) 0xff, (byte) 0xc3, 0x28, 0};
        store("kse/garbage", garbage);
        outsider().putValue("kse/empty");

        Snapshot snapshot = routes.read(keys("kse/garbage", "kse/empty"));

        assertThat(snapshot.get(key("kse/garbage")).orElseThrow().value()).isEqualTo(garbage);
        assertThat(snapshot.get(key("kse/empty")).orElseThrow().value()).isEmpty();
    }

    /** The client knows values as text only. */
    private void store(String path, byte[] value) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/kv/" + path);
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofByteArray(value)).build(),
                        BodyHandlers.discarding());
    }

    @Test
    void writes63ChangesUnderAFence() {
        routes.apply(newKeys(63));

        assertThat(routes.text(key("kse/k62"))).isEqualTo("1");
    }

    @Test
    void doesNotSendMoreThan64OperationsWithTheFence() {
        assertThatThrownBy(() -> routes.apply(newKeys(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 operations");
    }

    private static KvChange[] newKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> put("kse/k" + i, "1", 0))
                .toArray(KvChange[]::new);
    }

    @Test
    void writesNothingForNoChanges() {
        assertThat(routes.apply().changes()).isEmpty();
    }

    @Test
    void saysThatAValueIsTooLarge() {
        assertThatThrownBy(() -> routes.apply(put("kse/cart", "x".repeat(600_000), 0)))
                .isInstanceOf(ChangeTooLarge.class)
                .hasMessageStartingWith(
                        "Consul at 127.0.0.1:" + server.port() + " refuses the size: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE_KEY", "DELETE_KEYS", "LOCK", "UNLOCK"})
    void keepsRoutesFromWritingUnderThePrefix(String action) {
        outsider().putValue("kse/cart", "as it was");

        assertThatThrownBy(() -> routes.act(action, "kse/cart"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "consul:kv refuses %s of kse/cart: only TRANSACTION may write under kse/",
                        action);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("as it was");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "kse", "kse/"})
    void keepsRoutesFromDeletingATreeAbove(String tree) {
        outsider().putValue("kse/cart", "as it was");

        assertThatThrownBy(() -> routes.act("DELETE_KEYS", tree))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("as it was");
    }

    @Test
    void guardsOptionsOfTheUriToo() {
        assertThatThrownBy(() -> routes.act("consul:kv?action=PUT&key=/kse/cart", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only TRANSACTION");
        assertThatThrownBy(() -> routes.act("consul:other?action=PUT&key=kse/cart", Map.of()))
                .hasRootCauseMessage("there is no consul:other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRANSACTOIN", "put", "Delete_Keys", ""})
    void refusesActionsThatItDoesNotHave(String action) {
        outsider().putValue("kse/cart", "as it was");

        assertThatThrownBy(() -> routes.act(action, "kse/cart"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("consul:kv has no action '%s'", action);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("as it was");
    }

    @Test
    void leavesStockActionsElsewhereAlone() {
        routes.act("PUT", "other/cart");

        assertThat(outsider().getValueAsString("other/cart")).contains("a route's value");
        routes.act("DELETE_KEYS", "other/");
        assertThat(outsider().getValueAsString("other/cart")).isEmpty();
    }

    @Test
    void leavesReadingActionsAlone() {
        outsider().putValue("kse/cart", "1");

        routes.act("GET_VALUE", "kse/cart");
        routes.act("GET_KEYS", "kse/");
        routes.act(
                "consul:kv",
                Map.of(
                        ConsulConstants.CONSUL_ACTION, "GET_VALUES",
                        ConsulConstants.CONSUL_KEY, "kse/"));
    }

    @Test
    void sendsLargeTransactionsWithoutDelay() {
        KvKey[] keys =
                IntStream.range(0, 64)
                        .mapToObj(i -> key("kse/" + "long".repeat(30) + i))
                        .toArray(KvKey[]::new);
        routes.read(keys);

        long fastest = IntStream.range(0, 20).mapToLong(i -> nanosToRead(keys)).min().orElseThrow();

        // With Nagle's algorithm each waits 40 ms for a delayed acknowledgement.
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(30));
    }

    private long nanosToRead(KvKey[] keys) {
        long start = System.nanoTime();
        routes.read(keys);
        return System.nanoTime() - start;
    }

    @Test
    void writesToTheDatacenterOfTheSettings() throws Exception {
        try (KvRoutes elsewhere =
                KvRoutes.to(Settings.datacenter(Settings.plain(server.port()), "dc2"))) {
            elsewhere.fence = routes.fence;
            assertThatThrownBy(() -> elsewhere.apply(put("kse/cart", "1", 0)))
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageContaining("No path to datacenter");
            assertThatThrownBy(() -> elsewhere.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class);
        }
        assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
    }

    private long index(KvKey key) {
        return routes.read(key).get(key).orElseThrow().index();
    }
}
