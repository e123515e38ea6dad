package io.kse.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.cli.ExporterProcess;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program under requests of any kind: {@code -Drandom.requests=100000} for more, {@code
 * -Drandom.seed=…} for the same ones again.
 */
@ExtendWith(RealServers.class)
class HttpInputTest {
    private static final int COUNT = Integer.getInteger("random.requests", 2000);

    /** After each so many the program is asked something that it has to answer. */
    private static final int BETWEEN = 100;

    private static final Duration SOON = Duration.ofSeconds(60);

    /** For who has not sent all of a request and so gets no answer. */
    private static final int IMPATIENT_MILLIS = 30;

    private static final int PATIENT_MILLIS = 20_000;
    private static final int PLAUSIBLE = 12;
    private static final String LAST =
            "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    private static final Set<Integer> STATUSES =
            Set.of(100, 200, 303, 304, 400, 403, 404, 405, 406, 413, 414, 417, 431, 501, 503, 505);

    /** What Vert.x answers to a version of HTTP other than 1.0 and 1.1, without asking us. */
    private static final int UNKNOWN_VERSION = 501;

    /** Those of Answers, of HeaderGate, and what HTTP needs. */
    private static final Set<String> HEADERS =
            Set.of(
                    "allow",
                    "cache-control",
                    "connection",
                    "content-disposition",
                    "content-length",
                    "content-security-policy",
                    "content-type",
                    "cross-origin-opener-policy",
                    "cross-origin-resource-policy",
                    "etag",
                    "location",
                    "referrer-policy",
                    "refresh",
                    "transfer-encoding",
                    "vary",
                    "x-content-type-options",
                    "x-explain-outcome",
                    "x-frame-options");

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final int port = FreePorts.next();
    private final long seed = Long.getLong("random.seed", new SplittableRandom().nextLong());

    @TempDir private Path folder;

    HttpInputTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KSE_CLUSTER_ID", "prod");
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", consul.newPrefix());
        environment.put("KSE_NAMESPACE_LIST", kubernetes.newNamespace());
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", String.valueOf(port));
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
        return environment;
    }

    @Test
    void answersWhateverComesWithHttpOrWithTheEndOfTheConnection() throws Exception {
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment())) {
            await().atMost(SOON).ignoreExceptions().until(this::isWell);
            IntStream.range(0, BETWEEN).forEach(this::askAndCheck);
            long threads = count(exporter, "task");
            long files = count(exporter, "fd");

            for (int i = BETWEEN; i < COUNT; i += BETWEEN) {
                IntStream.range(i, Math.min(i + BETWEEN, COUNT))
                        .parallel()
                        .forEach(this::askAndCheck);
                assertThat(isWell()).as("after request %d of seed %d", i, seed).isTrue();
            }

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(count(exporter, "fd")).isLessThan(files + PLAUSIBLE));
            assertThat(count(exporter, "task")).isLessThan(threads + PLAUSIBLE);
            assertThat(exporter.output())
                    .doesNotContain("Exception", "ERROR", "\tat ", RandomRequest.INJECTED);
        }
    }

    /** Linux tells it; elsewhere there are always none. */
    private static long count(ExporterProcess exporter, String what) throws IOException {
        Path all = Path.of("/proc", String.valueOf(exporter.pid()), what);
        if (!Files.isDirectory(all)) {
            return 0;
        }
        try (Stream<Path> each = Files.list(all)) {
            return each.count();
        }
    }

    private boolean isWell() {
        Received received = exchange(LAST.getBytes(StandardCharsets.US_ASCII), PATIENT_MILLIS);
        return HttpAnswer.all(received.text(), true).get(0).body().equals("ok");
    }

    private void askAndCheck(int number) {
        byte[] request = new RandomRequest(new SplittableRandom(seed + number)).next();
        try {
            check(exchange(request, IMPATIENT_MILLIS));
        } catch (AssertionError e) {
            String shown = new String(request, StandardCharsets.ISO_8859_1);
            throw new AssertionError(
                    "-Drandom.seed=%d, request %d: %s".formatted(seed, number, shown), e);
        }
    }

    private static void check(Received received) {
        List<HttpAnswer> answers = HttpAnswer.all(received.text(), received.ended());
        for (HttpAnswer answer : answers) {
            assertThat(STATUSES).contains(answer.status());
            assertThat(HEADERS).containsAll(answer.headers().keySet());
            assertThat(answer.body())
                    .doesNotContain("\tat ", "Exception:", "java.lang", "io.vertx", "<script>");
            if (answer.status() == UNKNOWN_VERSION) {
                assertThat(answer.body()).isEmpty();
            } else if (answer.status() >= 400 && answer.status() != 503) {
                assertThat(answer.headers()).containsKey("x-content-type-options");
            }
        }
    }

    /**
     * @param ended true if the server has ended the connection in peace
     */
    private record Received(String text, boolean ended) {}

    /** What comes for a request and one more behind it, which ends the connection if it is read. */
    private Received exchange(byte[] request, int patienceMillis) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        boolean ended = false;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(patienceMillis);
            send(socket, request);
            socket.getInputStream().transferTo(received);
            ended = true;
        } catch (SocketTimeoutException e) {
            // It waits for the rest of the request.
        } catch (ConnectException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            // Reset: there was more to be read that it did not want.
        }
        return new Received(received.toString(StandardCharsets.ISO_8859_1), ended);
    }

    /** The server may have ended the connection before it has read everything. */
    private static void send(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().write(LAST.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // What it has answered before can be read all the same.
        }
    }
}
