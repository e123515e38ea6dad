package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kse.document.KvKey;
import io.kse.plan.KeyReading.Seen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that a real Consul gives only when it is in trouble. */
class WatchedKeyTest {
    private record Answer(int status, String index) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private WatchedKey key;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    Answer answer = answers.remove();
                    exchange.getResponseHeaders().add("X-Consul-Index", answer.index());
                    exchange.sendResponseHeaders(answer.status(), -1);
                    exchange.close();
                });
        server.start();
        ConsulClients clients = new ConsulClients(Settings.plain(server.getAddress().getPort()));
        key =
                new WatchedKey(
                        clients.http(),
                        ConsulClients.url(clients.settings()),
                        new KvKey("kse/drain/prod"),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        new ConsulAnswers("consul", ConsulReachability.unheard("consul")));
    }

    @AfterEach
    void stop() {
        key.end();
        server.stop(0);
    }

    @Test
    void asksForAnAnswerAtOnceAfterConsulHadNoLeader() {
        answers.add(new Answer(404, "70"));
        answers.add(new Answer(500, "70"));
        answers.add(new Answer(404, "3"));

        key.next();
        assertThatThrownBy(key::next).isInstanceOf(ConsulUnavailable.class);
        assertThat(key.next()).isEqualTo(new Seen(Optional.empty()));

        assertThat(asked)
                .containsExactly(
                        "/v1/kv/kse/drain/prod",
                        "/v1/kv/kse/drain/prod?index=70&wait=1s",
                        "/v1/kv/kse/drain/prod");
    }

    @Test
    void isNotToldByAnIndexThatIsNoNumber() {
        answers.add(new Answer(404, "none"));

        assertThatThrownBy(key::next).isInstanceOf(ConsulUnavailable.class);
    }
}
