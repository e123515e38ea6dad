package io.kse.cli;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItems;

import io.kse.flow.TunedRoutes;
import io.kse.service.Services;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.UdpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person sees who starts the program with something wrong: one line, and an end only if
 * waiting cannot help.
 */
@ExtendWith(RealServers.class)
class ProgramTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final Map<String, String> environment = new HashMap<>();

    @TempDir private Path folder;

    ProgramTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    @BeforeEach
    void environment() {
        environment.put("KSE_CLUSTER_ID", "prod");
        environment.put("KSE_CONSUL_HOST", consul.host());
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", consul.newPrefix());
        environment.put("KSE_NAMESPACE_LIST", kubernetes.newNamespace());
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", String.valueOf(FreePorts.next()));
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
    }

    @Test
    void endsWithAllBadSettingsAtOnce() throws Exception {
        environment.remove("KSE_CLUSTER_ID");
        environment.put("KSE_CONSUL_PORT", "http");
        environment.put("CONSUL_HTTP_TOKEN", "s3cret\u0007");

        String output = outputOfFailedStart();

        assertThat(output.lines()).hasSize(3);
        assertThat(output)
                .contains("KSE_CLUSTER_ID", "KSE_CONSUL_PORT", "\"http\"", "CONSUL_HTTP_TOKEN")
                .doesNotContain("s3cret");
    }

    @Test
    void endsWithThePlaceOfAMistakeInTheNodeSelector() throws Exception {
        environment.put("KSE_NODE_SELECTOR", "[\"role=edge\",\"role in edge\"]");

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains(
                        "KSE_NODE_SELECTOR", "column 14: selector 2, its column 9: found \"edge\"");
        assertThat(consul.keys(environment.get("KSE_CONSUL_KV_PREFIX"))).isEmpty();
    }

    @Test
    void endsIfTheKubeconfigCannotBeRead() throws Exception {
        environment.put("KUBECONFIG", folder.resolve("nowhere").toString());

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains("KUBECONFIG", folder.resolve("nowhere").toString());
    }

    @Test
    void endsIfTheRoutesFolderHoldsNoRoute() throws Exception {
        environment.put("KSE_ROUTES", folder.toString());

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains(folder.toString(), "*.camel.yaml");
    }

    @Test
    void endsIfARouteHasAnUnknownKey() throws Exception {
        Path routes =
                TunedRoutes.copyTo(folder.resolve("routes"))
                        .replace(
                                "services.camel.yaml",
                                "uri: direct:export-service",
                                "urrri: direct:export-service")
                        .folder();
        environment.put("KSE_ROUTES", routes.toString());

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains("services.camel.yaml", "urrri");
    }

    @Test
    void endsIfARouteAsksABeanThatIsNotThere() throws Exception {
        Path routes =
                TunedRoutes.copyTo(folder.resolve("routes"))
                        .replace("services.camel.yaml", "ref: serviceReader", "ref: serviceReeder")
                        .folder();
        environment.put("KSE_ROUTES", routes.toString());

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains("serviceReeder");
    }

    @Test
    void endsIfADelayIsNoDuration() throws Exception {
        environment.put("KSE_RETRY_DELAY", "soon");

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains("kse.retry.delay", "\"soon\"");
    }

    /** To Camel it would mean that a list waits for ever. */
    @Test
    void endsIfNodesAreToBeQuietForNoTime() throws Exception {
        environment.put("KSE_NODES_QUIET", "0ms");

        assertThat(outputOfFailedStart().lines())
                .singleElement()
                .asString()
                .contains("kse.nodes.quiet", "\"0ms\"", "more than 0");
    }

    @Test
    void endsIfTheHttpPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("KSE_HTTP_PORT", String.valueOf(taken.getLocalPort()));

            assertThat(outputOfFailedStart().lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + taken.getLocalPort(), "KSE_HTTP_PORT");
        }
    }

    @Test
    void waitsForAnApiServerThatRefusesTheToken() throws Exception {
        String kubeconfig =
                Files.readString(kubernetes.kubeconfig())
                        .replace(kubernetes.token(), "wrong-token");
        environment.put(
                "KUBECONFIG",
                Files.writeString(folder.resolve("kubeconfig"), kubeconfig).toString());

        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("401 Unauthorized");

            assertThat(exporter.isAlive()).isTrue();
            assertThat(exporter.output().lines().filter(line -> line.contains("WARN"))).hasSize(1);
            assertThat(exporter.output()).doesNotContain("wrong-token", "\tat ");
        }
    }

    @Test
    void waitsForAConsulThatIsAway() throws Exception {
        environment.put("KSE_CONSUL_PORT", String.valueOf(FreePorts.next()));
        Services cart =
                service(environment.get("KSE_NAMESPACE_LIST"), "cart").exported().port("http", 80);
        kubernetes.client().resource(cart.build()).create();

        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput(
                    "Consul at 127.0.0.1:"
                            + environment.get("KSE_CONSUL_PORT")
                            + " does not answer");

            assertThat(exporter.isAlive()).isTrue();
            assertThat(exporter.output().lines().filter(line -> line.contains("WARN"))).hasSize(1);
            exporter.terminate();
            assertThat(exporter.awaitExit()).isIn(0, 143);
            assertThat(exporter.output().lines()).hasSize(3).last().asString().contains("stopping");
        }
    }

    @Test
    void answersHealthzAndEndsOnSigterm() throws Exception {
        environment.put("KSE_RESYNC_PERIOD", "no way around KSE_SERVICE_RESYNC_PERIOD");
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            exporter.awaitOutput("cluster prod");

            assertThat(get("/healthz")).isEqualTo("ok");
            assertThat(get("/observe/metrics")).contains("camel_");
            exporter.terminate();
            assertThat(exporter.awaitExit()).isIn(0, 143);
            assertThat(exporter.output())
                    .contains("stopping")
                    .doesNotContain("WARN", "ERROR", "\tat ");
        }
    }

    /** Java ends soon after Camel has: what came too late came in half of all ends. */
    @RepeatedTest(4)
    void tellsTheAgentHowLongItsEndTook() throws Exception {
        try (UdpListener agent = UdpListener.open()) {
            environment.put("KSE_DOGSTATSD_ENABLED", "true");
            environment.put("KSE_DOGSTATSD_HOST", "127.0.0.1");
            environment.put("KSE_DOGSTATSD_PORT", String.valueOf(agent.port()));
            try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
                exporter.awaitOutput("cluster prod");
                exporter.terminate();
                exporter.awaitExit();
            }

            await("the last lines")
                    .until(
                            agent::kinds,
                            hasItems(
                                    "kube-service-exporter.shutdown|g",
                                    "kube-service-exporter.shutdown_time|ms"));
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + environment.get("KSE_HTTP_PORT") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String outputOfFailedStart() throws IOException, InterruptedException {
        try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
            assertThat(exporter.awaitExit()).as(exporter.output()).isEqualTo(1);
            return exporter.output();
        }
    }
}
