package io.kse.cli;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads who asks on the command line, with an exporter running or without. */
@ExtendWith(RealServers.class)
class ExplainCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private ComparedCluster cluster;

    ExplainCommandTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    @BeforeEach
    void newCluster() {
        cluster = new ComparedCluster(kubernetes, consul);
    }

    private Run explain(String... arguments) {
        String[] all =
                Stream.concat(Stream.of("explain"), Stream.of(arguments)).toArray(String[]::new);
        return Run.in(cluster.environment, new byte[0], all);
    }

    private Run offline(String service) {
        return explain("--offline", cluster.namespace + "/" + service);
    }

    private static String firstLine(Run run) {
        return run.out().lines().findFirst().orElse("");
    }

    @Test
    void endsWithZeroIfConsulHoldsWhatItShould() {
        cluster.create(cluster.exported("cart").port("http", 80).port("grpc", 90));
        cluster.publish();

        Run run = offline("cart");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(firstLine(run))
                .isEqualTo(
                        cluster.namespace
                                + "/cart is exported: Consul holds its 2 documents as they should"
                                + " be");
        assertThat(run.out()).contains("no exporter was asked who leads");
    }

    @Test
    void endsWithTwoIfConsulHoldsSomethingElse() {
        cluster.create(cluster.exported("cart").port("http", 80));
        cluster.publish();
        cluster.annotate("cart", "load-balancer-class", "internal");

        Run run = offline("cart");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(firstLine(run)).endsWith("load_balancer_class \"\" -> \"internal\"");
    }

    @Test
    void endsWithTwoIfAServiceIsNotExportedAndSaysWhy() {
        cluster.create(service(cluster.namespace, "internal").port("http", 80));

        Run run = offline("internal");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(firstLine(run))
                .endsWith(
                        "/internal is not exported: it has no annotation"
                                + " kube-service-exporter.github.com/exported");
    }

    @Test
    void findsWhatADeletedServiceHasLeftAndWhoIsNear() {
        cluster.create(cluster.exported("carts").port("http", 80));
        cluster.create(cluster.exported("cart").port("http", 80));
        cluster.publish();
        cluster.delete("cart");

        Run run = offline("cart");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(firstLine(run))
                .isEqualTo(
                        "there is no Service %1$s/cart; names near to it: %1$s/carts; Consul still"
                                        .formatted(cluster.namespace)
                                + " holds something of it: 1 key to be deleted");
        assertThat(run.out()).contains("key " + cluster.key("cart", "http") + "\n");
    }

    @Test
    void printsJsonForPrograms() throws Exception {
        cluster.create(cluster.exported("cart").port("http", 80));

        Run run = explain("--offline", "--json", cluster.namespace + "/cart");

        JsonNode json = JSON.readTree(run.out());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(json.at("/keys/0/state").asText()).isEqualTo("missing");
        assertThat(json.at("/keys/0/key").asText()).isEqualTo(cluster.key("cart", "http"));
    }

    @Test
    void needsNoRightOnNodes() {
        cluster.environment.put("KUBECONFIG", kubernetes.kubeconfig("reader").toString());
        cluster.create(cluster.exported("cart").port("http", 80));
        cluster.publish();

        assertThat(offline("cart").err()).doesNotContain("nodes");
    }

    @Test
    void saysInOneLineThatConsulDoesNotAnswer() {
        cluster.environment.put("KSE_CONSUL_PORT", String.valueOf(FreePorts.next()));

        Run run = offline("cart");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("kube-service-exporter: Consul at ");
    }

    @Test
    void asksTheExporterThatRuns(@TempDir Path folder) throws Exception {
        int port = FreePorts.next();
        cluster.environment.put("KSE_HTTP_PORT", String.valueOf(port));
        cluster.create(cluster.exported("cart").port("http", 80));
        try (ExporterProcess exporter = ExporterProcess.start(folder, cluster.environment)) {
            exporter.awaitOutput(cluster.key("cart", "http"));
            String name = cluster.namespace + "/cart";

            await().atMost(Duration.ofSeconds(20)).until(() -> explain(name).exitCode() == 0);

            assertThat(explain(name).out())
                    .startsWith(name + " is exported: Consul holds its document as it should be\n")
                    .contains("this replica leads");
            Run elsewhere =
                    Run.in(
                            Map.of(),
                            new byte[0],
                            "explain",
                            "--json",
                            "--url",
                            "http://localhost:" + port + "/",
                            cluster.namespace + "/card");
            assertThat(elsewhere.exitCode()).isEqualTo(2);
            assertThat(JSON.readTree(elsewhere.out()).at("/near/0").asText()).isEqualTo(name);
        }
    }

    @Test
    void saysThatNoExporterAnswers() {
        String url = "http://127.0.0.1:" + FreePorts.next();

        Run run = explain("--url", url, "shop/cart");

        assertThat(run)
                .isEqualTo(
                        new Run(
                                1,
                                "",
                                "kube-service-exporter: no exporter answers at "
                                        + url
                                        + "; --url asks another one, --offline none\n"));
    }

    @Test
    void doesNotTakeAnotherServerForAnExporter() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    int status = exchange.getRequestURI().getPath().contains("off") ? 404 : 200;
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(explain("--url", url, "shop/cart").err()).contains(url + " answers 200");
            assertThat(explain("--url", url, "shop/off").err()).contains("KSE_STATUS_PAGE=off");
            assertThat(explain("--url", url, "shop/off").exitCode()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhatItCannotMean() {
        Run noName = explain("cart");
        Run both = explain("--offline", "--url", "http://localhost", "shop/cart");
        Run noAddress = explain("--url", "not an address", "shop/cart");

        cluster.environment.put("KSE_HTTP_PORT", "abc");
        Run noPort = explain("shop/cart");

        assertThat(Stream.of(noName, both, noAddress, noPort)).allMatch(run -> run.exitCode() == 1);
        assertThat(noName.err()).contains("\"cart\" is no Service: accepted is NAMESPACE/NAME");
        assertThat(both.err()).contains("--url has no meaning beside it");
        assertThat(noAddress.err()).contains("\"not an address\" is no address");
        assertThat(noPort.err()).contains("KSE_HTTP_PORT: value \"abc\"", "0 to 65535");
    }
}
