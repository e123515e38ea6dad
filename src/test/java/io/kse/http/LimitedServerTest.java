package io.kse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients that mean no good, or do not know better, can do to the server: nothing. */
class LimitedServerTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch answersSlowly = new CountDownLatch(1);
    private LimitedServer server;

    private void start(int connections, Duration time) throws Exception {
        server = server(0, connections, time);
        camel.addService(server, true, true);
        PlatformHttpComponent component = new PlatformHttpComponent();
        component.setHeaderFilterStrategy(new HeaderGate());
        camel.addComponent("platform-http", component);
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/hello?httpMethodRestrict=GET,HEAD")
                                .setBody(constant("hello"));
                        from("platform-http:/large?httpMethodRestrict=GET")
                                .setBody(constant("x".repeat(30_000_000)));
                        from("platform-http:/slow?httpMethodRestrict=GET")
                                .process(exchange -> answersSlowly.await());
                    }
                });
        camel.start();
    }

    private LimitedServer server(int port, int connections, Duration time) {
        LimitedServer limited =
                new LimitedServer(
                        new HttpAddress("127.0.0.1", port),
                        new HttpLimits(connections, time, time, 300, 1000));
        limited.setCamelContext(camel);
        return limited;
    }

    @AfterEach
    void stop() throws Exception {
        answersSlowly.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        camel.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Up to the end of the connection. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String answerTo(String request) throws IOException {
        Socket socket = connect();
        send(socket, request.replace("Host: x", "Host: x\r\nConnection: close"));
        return answer(socket);
    }

    /** True also for one that ends with a reset. */
    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    @Test
    void answersWithHeadersThatForbidWhatIsNotNeeded() throws Exception {
        start(10, LONG);

        String answer = answerTo(HELLO);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("hello");
        assertThat(answer)
                .contains("X-Content-Type-Options: nosniff")
                .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                .contains("X-Frame-Options: DENY")
                .contains("Referrer-Policy: no-referrer");
    }

    @Test
    void endsAConnectionThatNeverComesToTheEndOfItsHeaders() throws Exception {
        start(10, SHORT);
        Socket socket = connect();
        send(socket, "GET /hello HTTP/1.1\r\nHost: ");

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !canSend(socket, "x"));

        assertThat(answerTo(HELLO)).contains("hello");
    }

    private static boolean canSend(Socket socket, String text) {
        try {
            send(socket, text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void endsAConnectionThatAsksNothing() throws Exception {
        start(10, SHORT);

        assertThat(isEnded(connect())).isTrue();
    }

    /** Its answer would begin with whatever the request has for a version. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/1.2", "EVIL/1.1", "<script>/1.1"})
    void refusesAVersionThatItDoesNotSpeakInOneThatItDoes(String version) throws Exception {
        start(10, LONG);

        assertThat(answerTo("GET /hello " + version + "\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContainIgnoringCase(version);
        assertThat(answerTo(HELLO)).contains("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n"})
    void refusesAnEscapeThatIsNoneWhateverComesWithIt(String announcement) throws Exception {
        start(10, LONG);
        String request = "POST /hello%%0 HTTP/1.1\r\nHost: x\r\n%s\r\n".formatted(announcement);

        assertThat(answerTo(request)).startsWith("HTTP/1.1 400 ");
    }

    /** Whoever reads the query later, on a thread of its own, would fail on it. */
    @ParameterizedTest
    @ValueSource(strings = {"%0", "a=%zz", "%", "a=b&%2"})
    void refusesAnEscapeInAQueryThatIsNone(String query) throws Exception {
        start(10, LONG);

        assertThat(answerTo("GET /hello?" + query + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    /** Vert.x fails on it before any handler of ours is asked. */
    @Test
    void refusesAHostThatEndsInTheMiddleOfAnEscape() throws Exception {
        start(10, LONG);

        assertThat(answerTo("GET /hello HTTP/1.1\r\nConnection: close\r\nHost: a%\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("X-Frame-Options");
    }

    @Test
    void endsAConnectionThatAsksNothingMore() throws Exception {
        start(10, SHORT);
        Socket socket = connect();
        send(socket, HELLO);

        assertThat(answer(socket)).contains("200 OK", "hello");
    }

    @Test
    void endsAConnectionThatDoesNotReadItsAnswer() throws Exception {
        start(10, SHORT);
        Socket socket = connect();
        socket.setReceiveBufferSize(4096);
        send(socket, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");

        await().atMost(Duration.ofSeconds(10)).until(() -> !canSend(socket, "\r\n"));

        assertThat(answerTo(HELLO)).contains("hello");
    }

    @Test
    void aNewConnectionAlwaysGetsInAndTheLongestIdleOneGoes() throws Exception {
        start(3, LONG);
        Socket first = connect();
        Socket second = connect();
        send(first, "GET /hello HTTP/1.1\r\n");
        connect();
        connect();

        assertThat(isEnded(first)).isTrue();
        assertThat(answerTo(HELLO)).contains("200 OK", "hello");
        assertThat(isEnded(second)).isTrue();
    }

    @Test
    void theConnectionThatWasAnsweredLastStays() throws Exception {
        start(2, LONG);
        Socket busy = connect();
        Socket idle = connect();
        askAndRead(busy);
        askAndRead(idle);
        askAndRead(busy);
        askAndRead(busy);

        connect();

        assertThat(isEnded(idle)).isTrue();
        askAndRead(busy);
    }

    /** Vert.x tells of no end if what waits behind an unanswered request is none. */
    @Test
    void aConnectionThatHangsUpAfterRubbishTakesNobodysPlace() throws Exception {
        start(4, LONG);
        Socket longest = connect();
        askAndRead(longest);
        Socket gone = connect();
        send(gone, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nrubbish\r\n\r\n");
        askAndRead(connect());
        Socket sameThread = connect();
        gone.close();
        askAndRead(sameThread);

        askAndRead(connect());

        askAndRead(longest);
    }

    private static void askAndRead(Socket socket) throws IOException {
        send(socket, HELLO);
        StringBuilder read = new StringBuilder();
        while (read.indexOf("hello\r\n0\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
    }

    @Test
    void endsOneOfThoseThatLeaveTheirAnswersUnread() throws Exception {
        start(50, LONG);
        List<Socket> lazy = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            lazy.add(connect());
            send(lazy.get(i), "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> lazy.stream().anyMatch(socket -> !canSend(socket, "\r\n")));
        assertThat(answerTo(HELLO)).contains("hello");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void answersOthersWhileOneAddressAsksAndHangsUpAllTheTime() throws Exception {
        start(50, LONG);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> rude = CompletableFuture.runAsync(() -> askAndHangUp(over));

        AtomicInteger answered = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> isAnswered() && answered.incrementAndGet() > 20);

        over.set(true);
        rude.join();
        for (int i = 0; i < 20; i++) {
            assertThat(isAnswered()).as("request %d afterwards", i).isTrue();
        }
    }

    private boolean isAnswered() throws IOException {
        return answerTo(HELLO).contains("hello");
    }

    private void askAndHangUp(AtomicBoolean over) {
        while (!over.get()) {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress("127.0.0.2", 0));
                socket.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
                send(socket, HELLO);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5000000000",
                "Content-Length: 1",
                "Transfer-Encoding: chunked"
            })
    void readsNoBody(String announcement) throws Exception {
        start(10, LONG);
        Socket socket = connect();

        send(socket, "GET /hello HTTP/1.1\r\nHost: x\r\n" + announcement + "\r\n\r\n");

        assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /hello", "PUT /hello", "DELETE /nothing"})
    void refusesAnotherMethodWhateverItBrings(String request) throws Exception {
        start(10, LONG);
        Socket socket = connect();

        send(socket, request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");

        assertThat(answer(socket))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET")
                .contains("connection: close");
    }

    @Test
    void endsAConnectionThatSendsABodyForEver() throws Exception {
        start(10, LONG);
        Socket socket = connect();
        send(socket, "POST /hello HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !canSend(socket, chunk));

        assertThat(answerTo(HELLO)).contains("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    GET /%long% HTTP/1.1 ~ 414
                    GET /hello HTTP/1.1\\r\\nX: %long% ~ 431
                    GET /hello HTTP/1.1\\r\\nX : y ~ 400
                    <script>alert(1)</script> ~ 400
                    GET /hello%zz HTTP/1.1 ~ 4
                    GET /%3Cscript%3E HTTP/1.1 ~ 404
                    GET /<script> HTTP/1.1 ~ 404
                    GET //evil.example/%2e%2e/etc/passwd HTTP/1.1 ~ 404
                    """)
    void answersAnErrorWithOneLineThatRepeatsNothing(String request, String status)
            throws Exception {
        start(10, LONG);
        Socket socket = connect();

        send(
                socket,
                request.replace("%long%", "y".repeat(2000)).replace("\\r\\n", "\r\n")
                        + "\r\nHost: x\r\nConnection: close\r\n\r\n");

        String[] headAndBody = answer(socket).split("\r\n\r\n", 2);
        assertThat(headAndBody[0])
                .containsPattern("^HTTP/1.[01] " + status)
                .contains("Content-Type: text/plain", "nosniff")
                .doesNotContain("script", "evil", "yyy");
        assertThat(headAndBody[1].lines()).hasSize(1);
        assertThat(headAndBody[1]).doesNotContain("script", "evil", "yyy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
    void onlyReads(String method) throws Exception {
        start(10, LONG);

        String answer = answerTo(HELLO.replace("GET", method));

        assertThat(answer).startsWith("HTTP/1.1 405").contains("allow: GET, HEAD");
        assertThat(answerTo(HELLO.replace("GET /hello", method + " /nothing")))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void putsNothingOfTheRequestIntoTheAnswer() throws Exception {
        start(10, LONG);

        String answer =
                answerTo(
                        "GET /hello?Set-Cookie=evil&Location=evil&content-type=evil HTTP/1.1\r\n"
                                + "Host: x\r\nX-Evil: evil\r\nContent-Type: text/evil\r\n"
                                + "Cookie: evil\r\nLocation: evil\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("evil");
    }

    @Test
    void doesNotStartWhereItCannotListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LimitedServer late = server(taken.getLocalPort(), 10, LONG);

            assertThatThrownBy(late::start)
                    .isInstanceOf(AddressTaken.class)
                    .hasRootCauseInstanceOf(BindException.class)
                    .hasMessageContaining("KSE_HTTP_PORT");
            late.stop();
        }
    }
}
