package io.kse.examples;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the example templates make of documents, with the real consul-template. */
@ExtendWith(RealServers.class)
class TemplatesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private final Published published;

    TemplatesTest(RealConsul consul) {
        published = new Published(consul);
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatIsAcceptedForTheDocumentsOfTheOriginal(LoadBalancer balancer) throws IOException {
        var expected = Published.tree(read(GOLDEN.resolve("services-expected.json")));
        expected.get("documents")
                .properties()
                .forEach(
                        entry ->
                                published.key(
                                        entry.getKey().substring(entry.getKey().indexOf('/') + 1),
                                        entry.getValue().asText()));
        published.nodes("transformers", "n1", "10.0.0.1", "n1", "fd00::1", "n2", "10.0.0.2");

        assertAccepted(balancer);
        assertThat(published.rendered(balancer))
                .contains("id_decepticons-megatron-http", "10.0.0.1:32046", "[fd00::1]:30006");
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatIsAcceptedForOurDocumentsOfTheSameServices(LoadBalancer balancer) {
        published.manifests("transformers", GOLDEN.resolve("services.json"));
        published.nodes("transformers", "n1", "10.0.0.1");

        assertThat(published.made()).isEqualTo(36);
        assertAccepted(balancer);
        assertThat(published.rendered(balancer)).contains("id_decepticons-megatron-http");
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatIsAcceptedWhileNothingIsRouted(LoadBalancer balancer) {
        published.document("shop-cart-http", "east", "{\"port\":30080}");
        published.nodes("east", "n1", "10.0.0.1");

        assertAccepted(balancer);
        assertThat(published.rendered(balancer)).doesNotContain("shop-cart");
    }

    @ParameterizedTest
    @EnumSource
    void balancesAServiceOverTheClustersThatAreNotDrained(LoadBalancer balancer) {
        Service cart =
                service("shop", "cart")
                        .exported()
                        .annotation("load-balancer-service-per-cluster", "false")
                        .annotation("load-balancer-dns-name", "cart.example.com")
                        .nodePort("http", 80, 30080)
                        .build();
        for (String cluster : List.of("east", "west", "north", "south")) {
            published.manifests(cluster, List.of(cart));
        }
        published.nodes("east", "n1", "10.0.0.1").nodes("west").nodes("south", "n1", "10.0.3.1");

        assertAccepted(balancer);
        assertThat(servers(published.rendered(balancer)))
                .containsExactly("10.0.0.1:30080", "10.0.3.1:30080");
    }

    @ParameterizedTest
    @EnumSource
    void keepsAServiceWithoutAnyServer(LoadBalancer balancer) {
        published.document("cart", "east", "{\"port\":30080,\"dns_name\":\"cart.example.com\"}");
        published.document("mail", "east", tcp(30025, 2525, ""));
        published.document("imap", "east", tcp(30093, 2993, "imap.example.com"));
        published.document("smtp", "east", tcp(30094, 2993, "smtp.example.com"));
        published.nodes("east");

        assertAccepted(balancer);
        assertThat(servers(published.rendered(balancer))).isEmpty();
        assertThat(published.rendered(balancer)).contains("cart.example.com", "smtp.example.com");
    }

    @ParameterizedTest
    @EnumSource
    void givesANameToTheOldestServiceThatAsksForIt(LoadBalancer balancer) {
        published.document("b", "east", "{\"port\":30081,\"dns_name\":\"cart.example.com\"}");
        published.document("a", "east", "{\"port\":30082,\"dns_name\":\"Cart.Example.Com\"}");
        published.nodes("east", "n1", "10.0.0.1");

        assertAccepted(balancer);
        assertThat(servers(published.rendered(balancer))).containsExactly("10.0.0.1:30081");
    }

    @ParameterizedTest
    @EnumSource
    void speaksOnAPortWhatItsOldestServiceSpeaks(LoadBalancer balancer) {
        published.document("b", "east", tcp(30081, 2525, "b.example.com"));
        published.document("a", "east", http(30082, 2525, "a.example.com"));
        published.document("d", "east", http(30083, 2526, "d.example.com"));
        published.document("c", "east", tcp(30084, 2526, "c.example.com"));
        published.nodes("east", "n1", "10.0.0.1");

        assertAccepted(balancer);
        assertThat(servers(published.rendered(balancer)))
                .containsExactlyInAnyOrder("10.0.0.1:30081", "10.0.0.1:30083");
    }

    @ParameterizedTest
    @EnumSource
    void listensOnlyOnThePortsThatItsOperatorNames(LoadBalancer balancer) {
        published.document("ssh", "east", tcp(30022, 22, ""));
        published.document("mail", "east", tcp(30025, 2525, ""));
        published.document("high", "east", tcp(30026, 65536, ""));
        published.nodes("east", "n1", "10.0.0.1");

        String rendered = published.rendered(balancer, Map.of("LB_PORTS", "80 2525"));

        assertThat(servers(rendered)).containsExactly("10.0.0.1:30025");
        assertThat(servers(published.rendered(balancer))).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void takesOnlyTheDocumentsOfItsClass(LoadBalancer balancer) {
        published.document("a", "east", classed(30081, "a.example.com", "internal"));
        published.document("b", "east", classed(30082, "b.example.com", "public"));
        published.document("c", "east", http(30083, 0, "c.example.com"));
        published.document("a", "west", classed(30084, "a.example.com", "public"));
        published.nodes("east", "n1", "10.0.0.1").nodes("west", "n1", "10.0.1.1");

        assertThat(servers(published.rendered(balancer, Map.of("LB_CLASS", "internal"))))
                .containsExactly("10.0.0.1:30081");
        assertThat(servers(published.rendered(balancer, Map.of("LB_CLASS", ""))))
                .containsExactly("10.0.0.1:30083");
    }

    @ParameterizedTest
    @EnumSource
    void letsNobodyInWhoIsNotOnTheListOfAService(LoadBalancer balancer) {
        String allowed = "\"custom_attrs\":{\"allow\":[\"10.0.0.0/8\",\"fd00::/8\"]}";
        String nobody = "\"custom_attrs\":{\"allow\":\"10.0.0.0/8\"}";
        published.document("a", "east", with(http(30081, 0, "a.example.com"), allowed));
        published.document("b", "east", with(http(30082, 0, "b.example.com"), nobody));
        published.document("c", "east", with(tcp(30083, 2525, ""), nobody));
        published.nodes("east", "n1", "10.0.0.1");

        assertAccepted(balancer);
        String rendered = published.rendered(balancer);
        if (balancer == LoadBalancer.HAPROXY) {
            assertThat(rendered)
                    .contains("acl allowed src 10.0.0.0/8\n    acl allowed src fd00::/8\n")
                    .contains("http-request deny deny_status 403 unless allowed\n")
                    .contains("backend id_b from http\n    http-request deny deny_status 403\n")
                    .contains("backend id_c from tcp\n    tcp-request content reject\n");
        } else {
            assertThat(rendered)
                    .contains("allow 10.0.0.0/8;\n        allow fd00::/8;\n        deny all;\n")
                    .contains("server_name b.example.com;\n        deny all;\n")
                    .contains("listen 2525;\n        deny all;\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingPastAGateway(LoadBalancer balancer) {
        String sni = "\"ingress_sni\":\"web.account.edge.local\"";
        String bad = "\"ingress_sni\":\"web account\"";
        published.document("a", "east", with(http(30443, 0, "a.example.com"), sni));
        published.document("b", "east", with(http(30444, 0, "b.example.com"), bad));
        published.nodes("east", "n1", "10.0.0.1");

        assertAccepted(balancer);
        String rendered = published.rendered(balancer, Map.of("LB_INGRESS_CA", "/ca.pem"));
        assertThat(servers(rendered)).containsExactly("10.0.0.1:30443");
        assertThat(rendered)
                .contains(
                        balancer == LoadBalancer.HAPROXY
                                ? "ssl sni str(web.account.edge.local) verify required ca-file /ca.pem"
                                : "proxy_ssl_name web.account.edge.local;\n"
                                        + "        proxy_ssl_verify on;\n"
                                        + "        proxy_ssl_trusted_certificate /ca.pem;");
    }

    @ParameterizedTest
    @EnumSource
    void passesOverWhatIsNoDocument(LoadBalancer balancer) {
        published.document("cart", "east", http(30080, 0, "cart.example.com"));
        published.nodes("east", "n1", "10.0.0.1", "n2", "node-2", "n3", "10.0.0.256");
        for (String junk :
                List.of("", "{", "null", "3", "true", "\"x\"", "[1]", "[[{}]]", "[{}]")) {
            published.document("junk" + junk.length() + junk.hashCode(), "east", junk);
            published.key("services/cart/clusters/east/note" + junk.hashCode(), junk);
            published.key("services/note" + junk.hashCode(), junk);
            published.key("nodes/junk" + junk.hashCode(), junk);
            published.key("nodes/junk/" + junk.hashCode(), junk);
        }
        published.key("nodes/east/more", "[{\"Name\":\"x\",\"Address\":\"10.9.9.9\"}]");

        assertAccepted(balancer);
        assertThat(servers(published.rendered(balancer))).containsExactly("10.0.0.1:30080");
    }

    private void assertAccepted(LoadBalancer balancer) {
        String rendered = published.rendered(balancer);
        assumeTrue(
                balancer.program().isPresent(),
                () -> "no program: " + balancer.variable() + " names none, nor is one on the PATH");
        assertThat(balancer.complaint(rendered)).isEmpty();
    }

    /** Address and port of all servers. */
    private static List<String> servers(String rendered) {
        return rendered.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("server ") && !line.endsWith("{"))
                .map(line -> line.split(" "))
                .map(words -> words[2].startsWith("max_fails") ? words[1] : words[2])
                .toList();
    }

    private static String http(int nodePort, int listenPort, String name) {
        return "{\"port\":%d,\"load_balancer_listen_port\":%d,\"dns_name\":\"%s\"}"
                .formatted(nodePort, listenPort, name);
    }

    private static String tcp(int nodePort, int listenPort, String name) {
        return with(http(nodePort, listenPort, name), "\"backend_protocol\":\"tcp\"");
    }

    private static String classed(int nodePort, String name, String loadBalancerClass) {
        String field = "\"load_balancer_class\":\"%s\"".formatted(loadBalancerClass);
        return with(http(nodePort, 0, name), field);
    }

    private static String with(String json, String field) {
        return json.substring(0, json.length() - 1) + "," + field + "}";
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
