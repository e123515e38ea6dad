package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FreePorts;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The running program explains itself over HTTP. */
@ExtendWith(RealServers.class)
class ExplainTest {
    private static final String CONSUL =
            "kube_service_exporter_unavailable_servers{server=\"consul\"} ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNamespace namespace;
    private final int port = FreePorts.next();

    ExplainTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.namespace =
                new OwnNamespace(kubernetes, consul).with("KSE_HTTP_PORT", String.valueOf(port));
    }

    private HttpResponse<String> get(int at, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + "/explain/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> text(String service) throws Exception {
        return get(port, namespace.name + "/" + service, "Accept", "text/plain");
    }

    private JsonNode json(String service) throws Exception {
        return JSON.readTree(get(port, namespace.name + "/" + service).body());
    }

    private void awaitListed(RunningExporter exporter) {
        eventually()
                .ignoreExceptions()
                .until(
                        () ->
                                exporter.notReady().isEmpty()
                                        && json("nothing")
                                                .path("state")
                                                .asText()
                                                .equals("unknown"));
    }

    private static List<String> notes(JsonNode json) {
        return JSON.convertValue(json.path("notes"), JSON.constructType(List.class));
    }

    @Test
    void saysWhatItHasPublishedAndWhen() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("cart"), "port");

            HttpResponse<String> text = text("cart");
            JsonNode json = json("cart");

            assertThat(text.statusCode()).isEqualTo(200);
            assertThat(text.headers().firstValue("Content-Type"))
                    .contains("text/plain; charset=utf-8");
            assertThat(text.headers().firstValue("X-Explain-Outcome")).contains("exported");
            assertThat(text.body())
                    .startsWith(
                            namespace.name
                                    + "/cart is exported: Consul holds its document as it should"
                                    + " be\n")
                    .contains("written: new", "this replica leads", "ADDED: wants 1 document");
            assertThat(json.path("outcome").asText()).isEqualTo("exported");
            assertThat(json.at("/keys/0/key").asText()).isEqualTo(namespace.key("cart"));
            assertThat(json.at("/keys/0/stored/port").asInt()).isPositive();
            assertThat(json.at("/events/0/what").asText()).isEqualTo("ADDED: wants 1 document");
        }
    }

    @Test
    void followsWhatHappens() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("cart"), "port");

            namespace.annotate("cart", "load-balancer-listen-port", "https");
            eventually().until(() -> json("cart").path("state").asText().equals("refused"));
            assertThat(json("cart").at("/keys/0/state").asText()).isIn("equal", "kept");

            namespace.unexport("cart");
            exporter.awaitGone(namespace.key("cart"));
            eventually().until(() -> json("cart").at("/events").size() == 3);
            JsonNode unexported = json("cart");
            assertThat(unexported.path("state").asText()).isEqualTo("not-exported");
            assertThat(unexported.path("keys")).isEmpty();

            namespace.delete("cart");
            eventually().until(() -> text("cart").statusCode() == 404);
            assertThat(text("cart").body())
                    .startsWith("there is no Service " + namespace.name + "/cart");
        }
    }

    @Test
    void namesNearNamesOfAnUnknownService() throws Exception {
        namespace.create(namespace.exported("checkout"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("checkout"), "port");

            assertThat(get(port, namespace.name + "/chekcout").statusCode()).isEqualTo(404);
            assertThat(json("chekcout").at("/near/0").asText())
                    .isEqualTo(namespace.name + "/checkout");
        }
    }

    @Test
    void refusesWhatIsNoNameAndGivesNothingBackOfTheRequest() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitListed(exporter);

            assertThat(get(port, "shop/%3Cb%3E").statusCode()).isEqualTo(400);
            assertThat(get(port, "Shop/cart").body()).startsWith("no name of a Service: accepted");
            assertThat(get(port, "shop/..%2F..%2Fhealthz").statusCode()).isEqualTo(400);
            HttpResponse<String> answer =
                    get(
                            port,
                            namespace.name + "/cart?service=other&namespace=other",
                            "service",
                            "another",
                            "Authorization",
                            "Bearer s3cret",
                            "X-Mine",
                            "mine");
            assertThat(answer.body()).contains("no Service " + namespace.name + "/cart");
            assertThat(answer.headers().map().toString())
                    .doesNotContain("s3cret", "mine", "another");
        }
    }

    @Test
    void saysThatANamespaceIsNotWatched() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitListed(exporter);

            HttpResponse<String> answer = get(port, "kube-system/cart", "Accept", "text/plain");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith(
                            "kube-system/cart is not exported: namespace kube-system is not in"
                                    + " KSE_NAMESPACE_LIST (%s)\n".formatted(namespace.name));
        }
    }

    @Test
    void isAnsweredByAStandbyToo() throws Exception {
        namespace.create(namespace.exported("cart"));
        namespace.with("KSE_POD_NAME", "first");
        try (RunningExporter leader = namespace.start()) {
            leader.awaitDocument(namespace.key("cart"), "port");
            int other = FreePorts.next();
            namespace.with("KSE_POD_NAME", "second").with("KSE_HTTP_PORT", String.valueOf(other));
            try (RunningExporter standby = namespace.start()) {
                awaitStandby(other);
                assertThat(standby.notReady()).isEmpty();

                JsonNode json = JSON.readTree(get(other, namespace.name + "/cart").body());

                assertThat(json.path("outcome").asText()).isEqualTo("exported");
                assertThat(notes(json))
                        .first()
                        .isEqualTo("this replica is a standby: first leads, and writes");
            }
        }
    }

    @Test
    void saysWhatIsKnownWhileConsulIsAway(@TempDir Path folder) throws Exception {
        try (RealConsul own = RealConsul.start(folder)) {
            namespace.with("KSE_CONSUL_HOST", own.host());
            namespace.with("KSE_CONSUL_PORT", String.valueOf(own.port()));
            namespace.create(namespace.exported("cart"));
            try (RunningExporter exporter = namespace.start()) {
                eventually()
                        .ignoreExceptions()
                        .until(() -> json("cart").path("outcome").asText().equals("exported"));
                own.kill();

                HttpResponse<String> answer = text("cart");

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("X-Explain-Outcome")).contains("unclear");
                assertThat(answer.body())
                        .startsWith(
                                namespace.name
                                        + "/cart is to be exported, but whether Consul holds what"
                                        + " it should could not be found out\n")
                        .contains("Consul could not be read: Consul at ", "port: \"http\"");
                assertThat(exporter.notReady()).isNotNull();
            }
        }
    }

    @Test
    void showsADriftUntilItIsRepaired() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            String document = exporter.awaitDocument(namespace.key("cart"), "port");
            exporter.awaitCompared();
            consul.put(
                    namespace.key("cart"),
                    document.replace("\"dns_name\":\"\"", "\"dns_name\":\"x\""));

            JsonNode json = json("cart");

            assertThat(json.at("/keys/0/state").asText()).isEqualTo("drift");
            assertThat(json.at("/keys/0/says").asText())
                    .isEqualTo("is to be written: drift: dns_name \"x\" -> \"\"");
        }
    }

    @Test
    void saysWhatItKnewLastWhileTheApiServerIsAway(@TempDir Path folder) throws Exception {
        try (RealKubernetes own = RealKubernetes.start(folder)) {
            OwnNamespace away =
                    new OwnNamespace(own, consul).with("KSE_HTTP_PORT", String.valueOf(port));
            away.create(away.exported("cart"));
            try (RunningExporter exporter = away.start()) {
                exporter.awaitDocument(away.key("cart"), "port");
                own.kill();

                eventually()
                        .until(
                                () ->
                                        get(port, away.name + "/cart", "Accept", "text/*")
                                                .body()
                                                .contains("said as they were known last"));

                assertThat(get(port, away.name + "/cart", "Accept", "text/*").body())
                        .startsWith(away.name + "/cart is exported: Consul holds its document");
            }
        }
    }

    @Test
    void doesNotSayThatItKnewServicesWhichItHasNeverListed(@TempDir Path folder) throws Exception {
        try (RealKubernetes own = RealKubernetes.start(folder)) {
            OwnNamespace away =
                    new OwnNamespace(own, consul).with("KSE_HTTP_PORT", String.valueOf(port));
            own.kill();
            try (RunningExporter exporter = away.start()) {
                eventually()
                        .ignoreExceptions()
                        .until(() -> get(port, away.name + "/cart").statusCode() == 200);

                assertThat(get(port, away.name + "/cart", "Accept", "text/*").body())
                        .contains("not all Services have been listed yet")
                        .doesNotContain("said as they were known last");
                assertThat(exporter.notReady()).isNotEmpty();
            }
        }
    }

    /** A route of the user's decides what is published, and so does the explanation go by it. */
    @Test
    void goesByTheUsersRoutes(@TempDir Path folder) throws Exception {
        Path routes =
                TunedRoutes.copyTo(folder.resolve("routes"))
                        .replace(
                                "services.camel.yaml",
                                "method: read(${body}, ${header.CamelKubernetesEventAction})",
                                "method: read(${body}, 'DELETED')")
                        .folder();
        namespace.with("KSE_ROUTES", routes.toString());
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            awaitListed(exporter);

            assertThat(json("cart").path("answer").asText())
                    .isEqualTo(namespace.name + "/cart is not exported: it was deleted");
        }
    }

    @Test
    void saysThatTheBrakeHoldsADeleteLeaderOrNot() throws Exception {
        namespace.with("KSE_POD_NAME", "first").createMany("cart", 12);
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 12);
        }
        for (int i = 0; i < 12; i++) {
            namespace.unexport("cart-" + i);
        }

        try (RunningExporter leader = namespace.start()) {
            eventually().until(() -> namespace.get(namespace.brake()).isPresent());
            int other = FreePorts.next();
            namespace.with("KSE_HTTP_PORT", String.valueOf(other));
            try (RunningExporter standby = namespace.start()) {
                awaitStandby(other);

                for (int each : new int[] {port, other}) {
                    JsonNode json = JSON.readTree(get(each, namespace.name + "/cart-7").body());
                    assertThat(json.path("answer").asText())
                            .startsWith(namespace.name + "/cart-7 is not exported: it has no")
                            .endsWith(
                                    "Consul still holds something of it: 1 key held by the brake");
                    assertThat(json.at("/keys/0/state").asText()).isEqualTo("held");
                }
                assertThat(page(port)).contains("1 key of it stays in Consul: held by the brake");
                assertThat(page(other)).doesNotContain("stays in Consul");
                assertThat(standby.documents()).hasSizeGreaterThanOrEqualTo(12);
                assertThat(leader.documents()).containsKey(namespace.key("cart-7"));
            }
        }
    }

    private String page(int at) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + at + "/?q=cart-7");
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    /** It may come while the list of nodes waits for quiet. */
    @Test
    void takesNoChangeFromTheListOfNodes() throws Exception {
        String key = namespace.prefix + "/nodes/" + RunningExporter.CLUSTER;
        try (OwnNodes nodes = new OwnNodes(kubernetes)) {
            nodes.create("a", "10.0.0.1");
            nodes.create("b", "10.0.0.2");
            namespace.with("KSE_NODE_SELECTOR", nodes.selector());
            try (RunningExporter exporter = namespace.start()) {
                exporter.awaitDocument(key, "10.0.0.2");

                nodes.setSchedulable("b", false);

                eventually()
                        .until(
                                () -> {
                                    json("cart");
                                    return !consul.get(key).orElseThrow().contains("10.0.0.2");
                                });
            }
        }
    }

    @Test
    void beginsNoOutage() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            try (RunningExporter leader = namespace.start()) {
                leader.awaitCompared();
                proxy.fault(
                        new Fault.Answer(500, "broken"),
                        request -> request.path().contains("keys"));

                assertThat(text("cart").body()).contains("status 500: broken");

                assertThat(leader.scrape()).contains(CONSUL + "0.0");
            }
        }
    }

    private void awaitStandby(int at) {
        eventually()
                .ignoreExceptions()
                .until(
                        () ->
                                JSON.readTree(get(at, namespace.name + "/nothing").body())
                                        .path("answer")
                                        .asText()
                                        .startsWith("there is no Service"));
        eventually().until(() -> get(at, namespace.name + "/nothing").body().contains("a standby"));
    }
}
