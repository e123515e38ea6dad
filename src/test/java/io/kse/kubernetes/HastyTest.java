package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against an API server that begins its answers, and then hangs. */
@Timeout(60)
class HastyTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answerInPart);
        server.setExecutor(threads);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Path kubeconfig = KubeconfigFile.write(folder, url, "", "{token: x}");
        client = KubernetesClients.connect(Map.of("KUBECONFIG", kubeconfig.toString()));
    }

    private void answerInPart(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("{\"kind\":".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        end.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void doesNotWaitForTheRestOfAnAnswer() {
        assertThatThrownBy(() -> Hasty.call(client, PATIENCE, 1, ClusterUid::namespace))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("no complete answer");
    }

    /** Who wants to lead asks it first. */
    @Test
    void doesNotKeepTheClusterUidWaiting() {
        assertThat(new ClusterUid(client, PATIENCE).getIfKnown()).isEmpty();
    }

    @Test
    void endsWhenItIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Hasty.call(client, Duration.ofHours(1), 0, ClusterUid::namespace))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
