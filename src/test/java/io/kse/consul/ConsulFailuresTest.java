package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kse.testbed.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Consul cannot be made to do at will. */
@Timeout(20)
class ConsulFailuresTest {
    private final BlockingQueue<HttpExchange> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private HttpServer fake;
    private int status = 200;
    private Map<String, List<String>> headers = Map.of();
    private String answer = "{\"Results\":null,\"Errors\":null}";

    @BeforeEach
    void start() throws IOException {
        fake = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        fake.createContext("/", this::answer);
        fake.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange);
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putAll(headers);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        fake.stop(0);
    }

    private KvRoutes routes() throws Exception {
        return KvRoutes.to(Settings.plain(fake.getAddress().getPort()));
    }

    private void assertFails(Class<? extends Throwable> type, String what) throws Exception {
        try (KvRoutes routes = routes()) {
            assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                    .isInstanceOf(type)
                    .hasMessage("Consul at 127.0.0.1:%d %s", fake.getAddress().getPort(), what)
                    .hasCauseInstanceOf(Exception.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, No cluster leader",
        "500, rpc error making call: i/o deadline reached",
        "429, Your IP is issuing too many concurrent connections",
        "502, bad gateway",
        "503, try later",
        "408, too slow"
    })
    void takesAFailingConsulForUnavailable(int status, String text) throws Exception {
        this.status = status;
        this.answer = text + "\nmore lines";

        assertFails(ConsulUnavailable.class, "does not answer: status " + status + ": " + text);
    }

    @Test
    void takesSomethingThatIsNoConsulForUnavailable() throws Exception {
        answer = "<html>Please log in</html>";

        try (KvRoutes routes = routes()) {
            assertThatThrownBy(() -> routes.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class);
        }
    }

    @Test
    void refusesOnABadRequest() throws Exception {
        status = 400;
        answer = "Failed to parse body: EOF";

        assertFails(ConsulRefused.class, "refuses with status 400: Failed to parse body: EOF");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>conflict</html>",
                "{\"Errors\":null}",
                "{\"Errors\":[]}",
                "{\"Errors\":[{\"OpIndex\":7,\"What\":\"index is stale\"}]}",
                "{\"Errors\":[{\"OpIndex\":0,\"What\":\"invalid session\"}]}"
            })
    void refusesOnAConflictThatItDoesNotKnow(String body) throws Exception {
        status = 409;
        answer = body;

        assertFails(ConsulRefused.class, "refuses the transaction: " + body);
    }

    @Test
    void readsWhatOlderConsulsDeny() throws Exception {
        status = 409;
        answer = "{\"Errors\":[{\"OpIndex\":1,\"What\":\"Permission denied\"}]}";

        assertFails(ConsulDenied.class, "denies key:write on kse/cart");
    }

    @Test
    void failsWithinTheConnectTimeoutIfConsulIsDown() throws Exception {
        int nobody = FreePorts.next();

        try (KvRoutes routes = KvRoutes.to(Settings.plain(nobody))) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageStartingWith(
                            "Consul at 127.0.0.1:"
                                    + nobody
                                    + " does not answer: Connection refused");

            assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(3).toNanos());
        }
    }

    @Test
    void doesNotWaitForeverForAnAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                KvRoutes routes =
                        KvRoutes.to(
                                Settings.plain(silent.getLocalPort()), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> routes.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageContaining("does not answer: timeout");
        }
    }

    @Test
    void remembersWhetherConsulAnswers() throws Exception {
        try (KvRoutes routes = routes()) {
            status = 500;
            assertThatThrownBy(() -> routes.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class);
            assertThat(routes.reachability.isAnswering()).isFalse();

            status = 403;
            assertThatThrownBy(() -> routes.read(key("kse/cart"))).isInstanceOf(ConsulDenied.class);
            assertThat(routes.reachability.isAnswering()).isTrue();

            status = 500;
            assertThatThrownBy(() -> routes.act("GET_KEYS", "kse/"))
                    .isInstanceOf(ConsulUnavailable.class);
            assertThat(routes.reachability.isAnswering()).isFalse();
        }
    }

    @Test
    void passesInterruptsOnAndDoesNotBlameConsul() throws Exception {
        try (KvRoutes routes = routes()) {
            KvTransactions transactions = routes.transactions();

            Thread.currentThread().interrupt();
            Throwable failure = catchThrowable(() -> transactions.read(List.of(key("kse/cart"))));

            // OkHttp throws InterruptedException, undeclared, where it waits for a connection.
            assertThat(Thread.interrupted() || failure instanceof InterruptedException).isTrue();
            assertThat(routes.reachability.isAnswering()).isTrue();
        }
    }

    @Test
    void knowsNothingNewFromARefusalOfItsOwn() throws Exception {
        try (KvRoutes routes = routes()) {
            status = 500;
            assertThatThrownBy(() -> routes.read(key("kse/cart")))
                    .isInstanceOf(ConsulUnavailable.class);

            assertThatThrownBy(() -> routes.act("PUT", "kse/cart"))
                    .isInstanceOf(IllegalArgumentException.class);
            routes.apply();

            assertThat(routes.reachability.isAnswering()).isFalse();
        }
    }

    @Test
    void sendsTokenAuthenticationAndNamespaceAsHeaders() throws Exception {
        var settings = Settings.plain(fake.getAddress().getPort());
        settings = Settings.token(settings, "t0ken");
        settings = Settings.auth(settings, "user:pass:word");
        settings = Settings.namespace(settings, "team-a");

        try (KvRoutes routes = KvRoutes.to(settings)) {
            routes.apply(put("kse/cart", "ü", 0));
        }

        HttpExchange request = requests.remove();
        assertThat(request.getRequestURI()).hasToString("/v1/txn");
        assertThat(request.getRequestHeaders().get("X-Consul-Token")).containsExactly("t0ken");
        assertThat(request.getRequestHeaders().get("X-Consul-Namespace")).containsExactly("team-a");
        assertThat(request.getRequestHeaders().get("Authorization"))
                .containsExactly("Basic dXNlcjpwYXNzOndvcmQ=");
        assertThat(bodies.remove())
                .isEqualTo(
                        "[{\"kv\":{\"Verb\":\"check-session\",\"Key\":\"kse/leadership/prod-leader\","
                                + "\"Session\":\"none\",\"Namespace\":\"team-a\"}},"
                                + "{\"kv\":{\"Verb\":\"cas\",\"Key\":\"kse/cart\",\"Value\":\"w7w=\","
                                + "\"Index\":0,\"Namespace\":\"team-a\"}}]");
    }

    @Test
    void sendsNothingThatTheSettingsDoNotName() throws Exception {
        try (KvRoutes routes = routes()) {
            routes.read(key("kse/cart"));
        }

        assertThat(requests.remove().getRequestHeaders())
                .doesNotContainKeys("X-consul-token", "X-consul-namespace", "Authorization");
        assertThat(bodies.remove())
                .isEqualTo("[{\"kv\":{\"Verb\":\"get-tree\",\"Key\":\"kse/cart\"}}]");
    }

    @Test
    void takesNoForeign404ForAnEmptyList() throws Exception {
        status = 404;
        answer = "<html>no such page</html>";

        assertListFails("does not answer: status 404, but not Consul's");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[\"kse/services/a/clusters/prod\",",
                "[1]",
                "<html>log in</html>"
            })
    void takesNoPartOfAListForTheList(String text) throws Exception {
        headers = Map.of("X-Consul-Index", List.of("7"));
        answer = text;

        assertListFails("does not answer: ");
    }

    private void assertListFails(String what) throws Exception {
        try (KvRoutes routes = routes()) {
            assertThatThrownBy(routes::readAll)
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageContaining(what);
            assertThat(routes.reachability.isAnswering()).isFalse();
            assertThat(requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void knowsThatALaterIsAnAnswer(int status) throws Exception {
        this.status = status;

        try (KvRoutes routes = routes()) {
            assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                    .isInstanceOfSatisfying(
                            ConsulUnavailable.class, e -> assertThat(e.isAnswer()).isTrue());
            assertThatThrownBy(routes::readAll)
                    .isInstanceOfSatisfying(
                            ConsulUnavailable.class, e -> assertThat(e.isAnswer()).isTrue());
        }
    }

    @Test
    void asksForValuesOfListedKeysOnly() throws Exception {
        String key = "kse/services/shop/clusters/prod";
        headers = Map.of("X-Consul-Index", List.of("7"));
        answer = "[\"kse/services/shop/clusters/prod2\",\"" + key + "\"]";
        var settings = Settings.plain(fake.getAddress().getPort());
        settings = Settings.datacenter(settings, "dc 2");
        settings = Settings.token(settings, "t0ken");
        settings = Settings.auth(settings, "user:pass:word");
        settings = Settings.namespace(settings, "team-a");

        try (KvRoutes routes = KvRoutes.to(settings)) {
            // The answer to the list is none to the transaction.
            assertThatThrownBy(routes::readAll).isInstanceOf(ConsulUnavailable.class);
        }

        HttpExchange list = requests.remove();
        assertThat(list.getRequestURI()).hasToString("/v1/kv/kse/services/?dc=dc%202&keys");
        assertThat(list.getRequestHeaders().get("X-Consul-Token")).containsExactly("t0ken");
        assertThat(list.getRequestHeaders().get("X-Consul-Namespace")).containsExactly("team-a");
        assertThat(list.getRequestHeaders().get("Authorization"))
                .containsExactly("Basic dXNlcjpwYXNzOndvcmQ=");
        bodies.remove();
        assertThat(bodies.remove())
                .isEqualTo(
                        "[{\"kv\":{\"Verb\":\"get\",\"Key\":\""
                                + key
                                + "\",\"Namespace\":\"team-a\"}}]");
    }
}
