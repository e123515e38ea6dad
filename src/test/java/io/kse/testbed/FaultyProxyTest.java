package io.kse.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.FaultyProxy.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
@Timeout(30)
class FaultyProxyTest {
    private static final Duration SOON = Duration.ofMillis(300);

    private final RealConsul consul;
    private final String key;
    private FaultyProxy proxy;
    private HttpClient http;

    FaultyProxyTest(RealConsul consul) {
        this.consul = consul;
        this.key = consul.newPrefix() + "/key";
    }

    @BeforeEach
    void start() {
        proxy = FaultyProxy.http(consul.port());
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String query) {
        URI uri = URI.create("http://127.0.0.1:" + proxy.port() + "/v1/kv/" + key + query);
        HttpRequest request =
                HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString("x")).build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private int put() {
        return send("PUT", "").join().statusCode();
    }

    private void assertPutFails(Class<? extends Throwable> cause) {
        assertThatThrownBy(this::put)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(cause);
    }

    private void assertSilent(CompletableFuture<?> answer) {
        assertThat(answer.copy().completeOnTimeout(null, SOON.toMillis(), MILLIS).join()).isNull();
    }

    private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

    @Test
    void passesRequestsOn() {
        assertThat(put()).isEqualTo(200);
        assertThat(send("GET", "?raw").join().body()).isEqualTo("x");
        assertThat(consul.get(key)).contains("x");
        assertThat(proxy.requests())
                .extracting(Request::line)
                .containsExactly("PUT /v1/kv/" + key, "GET /v1/kv/" + key + "?raw");
    }

    @Test
    void refusesAndTakesConnectionsAgainOnTheSamePort() {
        put();
        proxy.fault(new Fault.Refuse());

        assertPutFails(IOException.class);
        assertThatThrownBy(() -> new Socket("127.0.0.1", proxy.port()))
                .isInstanceOf(ConnectException.class);

        proxy.heal();
        assertThat(put()).isEqualTo(200);
    }

    @Test
    void hangsAndLeavesTheHungOnesHanging() {
        proxy.fault(new Fault.Hang());
        CompletableFuture<?> hung = send("PUT", "");
        assertSilent(hung);

        proxy.heal();

        assertThat(put()).isEqualTo(200);
        assertThat(hung).isNotDone();
    }

    @Test
    void resetsBeforeTheServerHearsOfIt() {
        proxy.fault(new Fault.Reset());

        assertPutFails(SocketException.class);
        assertThat(consul.get(key)).isEmpty();
    }

    @Test
    void losesTheAnswerOfWhatTheServerDid() {
        proxy.fault(new Fault.LoseAnswer());

        assertPutFails(IOException.class);
        assertThat(consul.get(key)).contains("x");
    }

    @Test
    void failsOnlyTheRequestsMeant() {
        proxy.fault(new Fault.Answer(503, "later"), Request.of("PUT", "/v1/kv/"));

        assertThat(put()).isEqualTo(503);
        assertThat(put()).isEqualTo(503);
        assertThat(send("GET", "").join().statusCode()).isEqualTo(404);
    }

    @Test
    void failsOnce() {
        proxy.faultOnce(new Fault.Answer(500, "no"), Request.of("PUT", "/"));

        assertThat(put()).isEqualTo(500);
        assertThat(put()).isEqualTo(200);
    }

    @Test
    void delays() {
        proxy.fault(new Fault.Delay(SOON));

        long start = System.nanoTime();
        put();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SOON);
    }

    @Test
    void cutsWhatIsConnected() throws IOException {
        try (Socket socket = greeted(proxy)) {
            InputStream in = socket.getInputStream();
            in.read();

            proxy.cut();

            assertThatThrownBy(in::readAllBytes).isInstanceOf(SocketException.class);
        }
        assertThat(put()).isEqualTo(200);
    }

    @Test
    void blackholesWhatIsUnderWayOnly() {
        put();
        CompletableFuture<?> blocking = blockingRead();

        proxy.blackhole();
        consul.put(key, "changed");

        assertThat(send("GET", "?raw").join().body()).isEqualTo("changed");
        assertSilent(blocking);
    }

    private CompletableFuture<?> blockingRead() {
        String index = send("GET", "").join().headers().firstValue("X-Consul-Index").orElseThrow();
        int before = proxy.requests().size();
        CompletableFuture<?> blocking = send("GET", "?wait=60s&index=" + index);
        await().until(() -> proxy.requests().size() > before);
        return blocking;
    }

    @Test
    void passesBytesOfAnyKind() throws IOException {
        try (FaultyProxy bytes = FaultyProxy.tcp(consul.port())) {
            URI uri = URI.create("http://127.0.0.1:" + bytes.port() + "/v1/status/leader");
            HttpURLConnection leader = (HttpURLConnection) uri.toURL().openConnection();
            assertThat(leader.getResponseCode()).isEqualTo(200);
            leader.disconnect();

            bytes.fault(new Fault.Hang());
            try (Socket socket = greeted(bytes)) {
                socket.setSoTimeout((int) SOON.toMillis());
                InputStream in = socket.getInputStream();
                assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
            }
            bytes.fault(new Fault.Reset());
            try (Socket socket = greeted(bytes)) {
                InputStream in = socket.getInputStream();
                assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
            }
        }
    }

    private static Socket greeted(FaultyProxy proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        String greeting = "GET /v1/status/leader HTTP/1.1\r\nHost: consul\r\n\r\n";
        socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void leavesNoThreadBehind() {
        proxy.fault(new Fault.Hang());
        assertSilent(send("PUT", ""));

        proxy.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("faulty-proxy"));
    }
}
