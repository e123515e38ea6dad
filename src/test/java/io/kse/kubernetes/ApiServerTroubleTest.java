package io.kse.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.kse.testbed.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no real API server does on demand: one kind of request fails, the others work. */
class ApiServerTroubleTest {
    @TempDir Path folder;
    private HttpServer server;
    private volatile int listCode = 503;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/services", exchange -> answer(exchange, listCode));
        server.createContext("/api/v1/namespaces", exchange -> answer(exchange, 200));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int code) throws IOException {
        byte[] body = "{\"metadata\": {\"uid\": \"x\"}}".getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void saysTwoLinesOfAnOutageOfSomeRequests() {
        try (LogLines lines = new LogLines(ApiServerTrouble.class);
                KubernetesClient client = connect()) {
            LiveServices services = new LiveServices(client, List.of());
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> services.list(Cluster.PATIENCE))
                        .isInstanceOf(KubernetesUnavailable.class);
                assertThat(new ClusterUid(client).get()).contains("x");
            }
            assertThat(lines.lines()).singleElement().asString().contains("it answers 503");

            listCode = 200;
            services.list(Cluster.PATIENCE);

            assertThat(lines.lines()).hasSize(2);
            assertThat(lines.lines().get(1)).matches("INFO .* answers again after [0-9.]+ s");
        }
    }

    @Test
    void countsNoEventsAlsoBehindAPath() {
        HttpRequest event =
                new StandardHttpRequest.Builder()
                        .uri(
                                "https://host/k8s/clusters/x/apis/events.k8s.io/v1/namespaces/shop"
                                        + "/events")
                        .post("application/json", "{}")
                        .build();
        ApiServerTrouble trouble = new ApiServerTrouble("https://host/k8s/clusters/x");

        try (LogLines lines = new LogLines(ApiServerTrouble.class)) {
            trouble.afterConnectionFailure(event, new IOException("refused"));

            assertThat(lines.lines()).isEmpty();
        }
    }

    private KubernetesClient connect() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Path kubeconfig = KubeconfigFile.write(folder, url, "", "{token: x}");
        return KubernetesClients.connect(Map.of("KUBECONFIG", kubeconfig.toString()));
    }
}
