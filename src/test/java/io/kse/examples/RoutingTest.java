package io.kse.examples;

import static io.kse.examples.Json.classed;
import static io.kse.examples.Json.http;
import static io.kse.examples.Json.tcp;
import static io.kse.examples.Json.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is reached where: names, ports, classes, and who may come in. */
@ExtendWith(RealServers.class)
class RoutingTest {
    private final Published published;

    RoutingTest(RealConsul consul) {
        published = new Published(consul);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheLongestNames(LoadBalancer balancer) {
        String domain = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);
        String id = "i".repeat(200);
        String path = "/" + "p".repeat(200);
        for (String json : List.of(http(30080, 0, domain), tcp(30081, 9993, domain))) {
            String fields = "\"ingress_sni\":\"%s\",\"health_check_path\":\"%s\"";
            String cluster = "c".repeat(200);
            String name = json.contains("tcp") ? id : "j".repeat(200);
            published.document(name, cluster, with(json, fields.formatted(domain, path)));
            published.nodes(cluster, "n".repeat(200), "2001:db8:1111:2222:3333:4444:5555:6666");
        }
        published.document("next", "c", tcp(30082, 9993, domain.replace('a', 'b')));

        published.assertAccepted(balancer);
        assertThat(published.rendered(balancer)).contains("id_" + id, domain);
        assertThat(published.servers(balancer)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void givesANameToTheOldestServiceThatAsksForIt(LoadBalancer balancer) {
        published.document("b", "east", "{\"port\":30081,\"dns_name\":\"cart.example.com\"}");
        published.document("a", "east", "{\"port\":30082,\"dns_name\":\"Cart.Example.Com\"}");
        published.nodes("east", "n1", "10.0.0.1");

        published.assertAccepted(balancer);
        assertThat(published.servers(balancer)).containsExactly("10.0.0.1:30081");
    }

    @ParameterizedTest
    @EnumSource
    void speaksOnAPortWhatItsOldestServiceSpeaks(LoadBalancer balancer) {
        published.document("b", "east", tcp(30081, 2525, "b.example.com"));
        published.document("a", "east", http(30082, 2525, "a.example.com"));
        published.document("d", "east", http(30083, 2526, "d.example.com"));
        published.document("c", "east", tcp(30084, 2526, "c.example.com"));
        published.nodes("east", "n1", "10.0.0.1");

        published.assertAccepted(balancer);
        assertThat(published.servers(balancer))
                .containsExactlyInAnyOrder("10.0.0.1:30081", "10.0.0.1:30083");
    }

    /** Whoever joined it would make it wait for a TLS greeting, and mail has none. */
    @ParameterizedTest
    @EnumSource
    void leavesAPortToTheTcpServiceWithoutANameThatHasIt(LoadBalancer balancer) {
        published.document("mail", "east", tcp(30025, 2525, ""));
        published.document("a", "east", tcp(30081, 2525, "a.example.com"));
        published.document("b", "east", tcp(30082, 2526, "b.example.com"));
        published.document("c", "east", tcp(30083, 2526, ""));
        published.document("d", "east", tcp(30084, 2526, "d.example.com"));
        published.nodes("east", "n1", "10.0.0.1");

        published.assertAccepted(balancer);
        assertThat(published.servers(balancer))
                .containsExactlyInAnyOrder("10.0.0.1:30025", "10.0.0.1:30082", "10.0.0.1:30084");
    }

    @ParameterizedTest
    @EnumSource
    void listensOnlyOnThePortsThatItsOperatorNames(LoadBalancer balancer) {
        published.document("ssh", "east", tcp(30022, 22, ""));
        published.document("mail", "east", tcp(30025, 2525, ""));
        published.document("high", "east", tcp(30026, 65536, ""));
        published.nodes("east", "n1", "10.0.0.1");

        assertThat(published.servers(balancer, Map.of("LB_PORTS", "80 2525")))
                .containsExactly("10.0.0.1:30025");
        assertThat(published.servers(balancer)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void takesOnlyTheDocumentsOfItsClass(LoadBalancer balancer) {
        published.document("a", "east", classed(30081, "a.example.com", "internal"));
        published.document("b", "east", classed(30082, "b.example.com", "public"));
        published.document("c", "east", http(30083, 0, "c.example.com"));
        published.document("a", "west", classed(30084, "a.example.com", "public"));
        published.nodes("east", "n1", "10.0.0.1").nodes("west", "n1", "10.0.1.1");

        assertThat(published.servers(balancer, Map.of("LB_CLASS", "internal")))
                .containsExactly("10.0.0.1:30081");
        assertThat(published.servers(balancer, Map.of("LB_CLASS", "")))
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

        published.assertAccepted(balancer);
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

        published.assertAccepted(balancer);
        String rendered = published.rendered(balancer, Map.of("LB_INGRESS_CA", "/ca.pem"));
        assertThat(published.servers(balancer)).containsExactly("10.0.0.1:30443");
        assertThat(rendered)
                .contains(
                        balancer == LoadBalancer.HAPROXY
                                ? "ssl sni str(web.account.edge.local) verify required ca-file /ca.pem"
                                : "proxy_ssl_name web.account.edge.local;\n"
                                        + "        proxy_ssl_verify on;\n"
                                        + "        proxy_ssl_trusted_certificate /ca.pem;");
    }
}
