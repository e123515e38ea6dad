package io.kse.examples;

import static io.kse.examples.Json.http;
import static io.kse.examples.Json.tcp;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

        published.assertAccepted(balancer);
        assertThat(published.rendered(balancer))
                .contains("id_decepticons-megatron-http", "10.0.0.1:32046", "[fd00::1]:30006");
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatIsAcceptedForOurDocumentsOfTheSameServices(LoadBalancer balancer) {
        published.manifests("transformers", GOLDEN.resolve("services.json"));
        published.nodes("transformers", "n1", "10.0.0.1");

        assertThat(published.made()).isEqualTo(36);
        published.assertAccepted(balancer);
        assertThat(published.rendered(balancer)).contains("id_decepticons-megatron-http");
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatIsAcceptedWhileNothingIsRouted(LoadBalancer balancer) {
        published.document("shop-cart-http", "east", "{\"port\":30080}");
        published.nodes("east", "n1", "10.0.0.1");

        published.assertAccepted(balancer);
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

        published.assertAccepted(balancer);
        assertThat(published.servers(balancer)).containsExactly("10.0.0.1:30080", "10.0.3.1:30080");
    }

    @ParameterizedTest
    @EnumSource
    void keepsAServiceWithoutAnyServer(LoadBalancer balancer) {
        published.document("cart", "east", "{\"port\":30080,\"dns_name\":\"cart.example.com\"}");
        published.document("mail", "east", tcp(30025, 2525, ""));
        published.document("imap", "east", tcp(30093, 2993, "imap.example.com"));
        published.document("smtp", "east", tcp(30094, 2993, "smtp.example.com"));
        published.nodes("east");

        published.assertAccepted(balancer);
        assertThat(published.servers(balancer)).isEmpty();
        assertThat(published.rendered(balancer)).contains("cart.example.com", "smtp.example.com");
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

        published.assertAccepted(balancer);
        assertThat(published.servers(balancer)).containsExactly("10.0.0.1:30080");
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
