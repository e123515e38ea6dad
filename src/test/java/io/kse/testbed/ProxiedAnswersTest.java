package io.kse.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.FaultyProxy.Exchange;
import io.kse.testbed.FaultyProxy.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a proxy does with the answers of the server behind it. */
@ExtendWith(RealServers.class)
@Timeout(30)
class ProxiedAnswersTest {
    private final RealConsul consul;
    private final String key;
    private FaultyProxy proxy;

    ProxiedAnswersTest(RealConsul consul) {
        this.consul = consul;
        this.key = consul.newPrefix() + "/key";
    }

    @BeforeEach
    void start() {
        proxy = FaultyProxy.http(consul.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private String send(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(proxy.url() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void tellsWhatTheServerAnsweredBeforeTheClientHearsIt() throws Exception {
        List<Exchange> told = Collections.synchronizedList(new ArrayList<>());
        proxy.onAnswer(Request.of("PUT", "/v1/txn"), told::add);
        String good = "[{\"KV\":{\"Verb\":\"set\",\"Key\":\"%s\",\"Value\":\"eA==\"}}]";
        String refused = "[{\"KV\":{\"Verb\":\"get\",\"Key\":\"%s/none\"}}]".formatted(key);

        String answer = send("PUT", "/v1/txn", good.formatted(key));
        assertThat(told)
                .containsExactly(
                        new Exchange(
                                new Request("PUT", "/v1/txn", good.formatted(key)), 200, answer));
        send("PUT", "/v1/txn", refused);
        send("GET", "/v1/kv/" + key, "");

        assertThat(told).extracting(Exchange::status).containsExactly(200, 409);
        assertThat(told.get(1).answer()).contains("doesn't exist");
    }

    @Test
    void tellsOfAnAnswerThatItLoses() {
        List<Exchange> told = Collections.synchronizedList(new ArrayList<>());
        proxy.onAnswer(Request.of("PUT", "/v1/kv/"), told::add);
        proxy.fault(new Fault.LoseAnswer());

        assertThatThrownBy(() -> send("PUT", "/v1/kv/" + key, "x")).isInstanceOf(IOException.class);

        assertThat(consul.get(key)).hasValue("x");
        assertThat(told).extracting(Exchange::answer).containsExactly("true\n");
    }

    @Test
    void tellsOfAnAnswerThatComesAfterTheConnectionWasCut() throws IOException {
        consul.put(key, "before");
        long index = KvTree.of(consul, key).index();
        List<Exchange> told = Collections.synchronizedList(new ArrayList<>());
        proxy.onAnswer(request -> true, told::add);
        try (Socket socket = asked("?raw&wait=60s&index=" + index)) {
            await().until(() -> !proxy.requests().isEmpty());

            proxy.cut();
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
        }
        assertThat(told).isEmpty();
        consul.put(key, "after");

        await().until(() -> !told.isEmpty());
        assertThat(told).extracting(Exchange::answer).containsExactly("after");
    }

    @Test
    void tellsOfAnAnswerThatComesInChunks() throws Exception {
        List<Exchange> told = Collections.synchronizedList(new ArrayList<>());
        proxy.onAnswer(request -> true, told::add);
        consul.put(key, "x".repeat(100_000));

        String answer = send("GET", "/v1/kv/" + key, "");

        assertThat(answer).hasSizeGreaterThan(100_000);
        assertThat(told).extracting(Exchange::answer).containsExactly(answer);
    }

    @Test
    void cutsAnAnswerAfterSoManyBytesOfItsBody() throws IOException {
        consul.put(key, "0123456789");
        proxy.faultOnce(new Fault.CutAnswer(4), Request.of("GET", "/v1/kv/" + key));

        assertThat(answerUntilReset()).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n0123");
    }

    @Test
    void passesAnAnswerThatIsShorterThanTheCut() throws Exception {
        consul.put(key, "0123456789");
        proxy.fault(new Fault.CutAnswer(11));

        assertThat(send("GET", "/v1/kv/" + key + "?raw", "")).isEqualTo("0123456789");
    }

    private String answerUntilReset() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = asked("?raw")) {
            InputStream in = socket.getInputStream();
            assertThatThrownBy(() -> in.transferTo(answer)).isInstanceOf(SocketException.class);
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }

    /** Unlike an HTTP client it never asks again. */
    private Socket asked(String query) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        String request = "GET /v1/kv/" + key + query + " HTTP/1.1\r\nHost: consul\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
