package io.kse.cli;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.service.Services;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the running program answers over HTTP and says in its log, and what it never does. */
@ExtendWith(RealServers.class)
class HttpEndPointsTest {
    private static final String TOKEN = "6a1f5f0e-3c5c-4b1e-9d0c-0123456789ab";
    private static final String PASSWORD = "pass-w0rd-of-mary";
    private static final String LOGIN_AS_SENT = "bWFyeTpwYXNzLXcwcmQtb2YtbWFyeQ==";
    private static final String KUBERNETES_TOKEN = "kube-token-9876";
    private static final Duration SOON = Duration.ofSeconds(60);

    /** All that shows what has gone wrong, and what only might. */
    private static final List<String> PAGES =
            List.of(
                    "/",
                    "/?service=shop/cart",
                    "/explain/shop/cart",
                    "/metrics",
                    "/debug/vars",
                    "/readyz",
                    "/observe/health");

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final FaultyProxy proxy;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir private Path folder;

    HttpEndPointsTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.proxy = FaultyProxy.http(consul.port());
    }

    @BeforeEach
    void environment() {
        environment.put("KSE_CLUSTER_ID", "prod");
        environment.put("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", consul.newPrefix());
        environment.put("KSE_NAMESPACE_LIST", kubernetes.newNamespace());
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", String.valueOf(FreePorts.next()));
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private HttpResponse<String> get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + environment.get("KSE_HTTP_PORT") + path);
        try {
            return client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() {
        await().atMost(SOON).untilAsserted(() -> assertThat(get("/readyz").body()).isEqualTo("ok"));
    }

    @Test
    void isReadyOnceConsulHasDoneSomethingAndStaysSo() throws Exception {
        proxy.fault(new Fault.Answer(403, "ACL not found"));
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("ACL not found");
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(get("/readyz").body().lines())
                                            .singleElement()
                                            .asString()
                                            .contains("waits for Consul at"));
            assertThat(get("/readyz").statusCode()).isEqualTo(503);
            assertThat(get("/healthz").body()).isEqualTo("ok");

            proxy.heal();
            awaitReady();
            proxy.fault(new Fault.Refuse());
            exporter.awaitOutput("does not answer");

            assertThat(get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void isNotReadyWithoutTheApiServerAndSaysSo() throws Exception {
        environment.put("KUBECONFIG", kubeconfigAt(FreePorts.next()));
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("cluster prod");

            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(get("/readyz").body())
                                            .contains("watch-services")
                                            .doesNotContain("Consul"));
            assertThat(get("/readyz").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aStandbyIsReadyAlsoWhereOnlyTheLeaderWatchesNodes() throws Exception {
        environment.put("KSE_SERVICES_ENABLED", "true");
        try (ExporterProcess leader = ExporterProcess.start(folder, environment)) {
            leader.awaitOutput("Leads cluster prod");
            environment.put("KSE_HTTP_PORT", String.valueOf(FreePorts.next()));
            try (ExporterProcess standby = ExporterProcess.start(folder, environment)) {
                standby.awaitOutput("cluster prod");

                awaitReady();
            }
        }
    }

    @Test
    void answersOnlyWhatItHasAndTheSameMetricsTwice() throws Exception {
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("Leads cluster prod");

            assertThat(get("/metrics").body()).contains("# TYPE camel_");
            assertThat(get("/metrics").headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(names(get("/observe/metrics").body()))
                    .isEqualTo(names(get("/metrics").body()));
            assertThat(get("/observe/health").body()).contains("\"status\":\"UP\"");
            JsonNode vars = new ObjectMapper().readTree(get("/debug/vars").body());
            assertThat(vars.at("/memstats/Alloc").asLong()).isPositive();
            assertThat(vars.at("/cmdline/0").asText()).isEqualTo("kube-service-exporter");
            for (String path :
                    List.of("/nothing", "/observe/info", "/q/dev", "/debug", "/debug/")) {
                assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static List<String> names(String metrics) {
        return metrics.lines().filter(line -> line.startsWith("# TYPE")).sorted().toList();
    }

    @Test
    void logsEachEventAsOneJsonObject() throws Exception {
        environment.put("KSE_LOG_FORMAT", "JSON");
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("Leads cluster prod");
            awaitReady();
            create("first");
            exporter.awaitOutput("-first-http/clusters/prod: new");
            create("second");
            exporter.awaitOutput("-second-http/clusters/prod: new");

            List<JsonNode> lines = exporter.output().lines().map(HttpEndPointsTest::json).toList();

            assertThat(lines)
                    .allSatisfy(
                            line ->
                                    assertThat(line.fieldNames())
                                            .toIterable()
                                            .contains("time", "level", "logger", "message"));
            JsonNode put = lines.get(lines.size() - 1);
            assertThat(put.get("service").asText())
                    .isEqualTo(environment.get("KSE_NAMESPACE_LIST") + "/second");
            assertThat(put.get("route").asText()).isEqualTo("change-keys");
        }
    }

    private void create(String name) {
        Services service =
                service(environment.get("KSE_NAMESPACE_LIST"), name).exported().port("http", 80);
        kubernetes.client().resource(service.build()).create();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    /** Every failure that Consul's side can have, as far as it can be seen from here. */
    @Test
    void showsNoSecretWhateverConsulAnswers() throws Exception {
        environment.put("CONSUL_HTTP_TOKEN", TOKEN);
        environment.put("CONSUL_HTTP_AUTH", "mary:" + PASSWORD);
        environment.put("KSE_LOG_LEVEL", "TRACE");
        String echo = "echo X-Consul-Token: %s Authorization: Basic %s (mary:%s)";
        String body = echo.formatted(TOKEN, LOGIN_AS_SENT, PASSWORD);
        proxy.fault(new Fault.Answer(403, "first " + body));
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("first echo");
            StringBuilder shown = new StringBuilder();
            PAGES.forEach(path -> shown.append(get(path).body()));
            proxy.fault(new Fault.Answer(500, "second " + body));
            exporter.awaitOutput("second echo");
            PAGES.forEach(path -> shown.append(get(path).body()));
            proxy.fault(new Fault.Answer(409, "third " + body));
            exporter.awaitOutput("third echo");
            PAGES.forEach(path -> shown.append(get(path).body()));
            proxy.fault(new Fault.Refuse());
            exporter.awaitOutput("refused");
            PAGES.forEach(path -> shown.append(get(path).body()));
            proxy.heal();
            awaitReady();
            create("cart");
            exporter.awaitOutput("-cart-http/clusters/prod: new");
            PAGES.forEach(path -> shown.append(get(path).body()));
            exporter.terminate();
            exporter.awaitExit();

            assertThat(exporter.output() + shown)
                    .doesNotContain(TOKEN, PASSWORD, LOGIN_AS_SENT)
                    .contains("X-Consul-Token: (secret)");
        }
    }

    @Test
    void showsNoSecretWhenTlsFails() throws Exception {
        environment.put("CONSUL_HTTP_TOKEN", TOKEN);
        environment.put("CONSUL_HTTP_SSL", "true");
        environment.put("KSE_LOG_LEVEL", "TRACE");
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("does not answer");

            assertThat(exporter.output() + get("/readyz").body() + get("/observe/health").body())
                    .doesNotContain(TOKEN);
        }
    }

    private record Failure(int code, String line) {}

    @Test
    void showsNoSecretWhateverTheApiServerAnswers() throws Exception {
        String status =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,"
                        + "\"message\":\"echo Authorization: Bearer "
                        + KUBERNETES_TOKEN
                        + "\"}";
        environment.put("KUBECONFIG", kubeconfigAt(proxy.port()));
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_LOG_LEVEL", "TRACE");
        proxy.fault(new Fault.Answer(422, status.formatted(422)));
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("cluster prod");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(get("/readyz").body()).contains("Bearer (secret)"));
            StringBuilder shown = new StringBuilder(get("/observe/health").body());
            // An outage is said once: 403, which is none, has to be between the other two.
            for (Failure failure :
                    List.of(
                            new Failure(401, "401 Unauthorized"),
                            new Failure(403, "missing right"),
                            new Failure(500, "it answers 500"))) {
                proxy.fault(new Fault.Answer(failure.code(), status.formatted(failure.code())));
                exporter.awaitOutput(failure.line());
                PAGES.forEach(path -> shown.append(get(path).body()));
            }

            assertThat(exporter.output() + shown).doesNotContain(KUBERNETES_TOKEN);
        }
    }

    private String kubeconfigAt(int port) throws IOException {
        String text =
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                users: [{name: test, user: {token: %s}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                """
                        .formatted(KUBERNETES_TOKEN, port);
        return Files.writeString(folder.resolve("kubeconfig-" + port), text).toString();
    }
}
