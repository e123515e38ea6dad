package io.kse.explain;

import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two forms of an explanation, whoever has written what is in it. */
class ExplanationTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExplainedCluster cluster = new ExplainedCluster();

    private static Services cart() {
        return service("shop", "cart").exported().nodePort("http", 80, 30080);
    }

    @Test
    void keepsTheNamesOfItsMembers() throws Exception {
        cluster.with(cart()).published(cart());
        cluster.written(key("cluster-shop-cart-http"), "written: new").event("ADDED: …");

        JsonNode json = JSON.readTree(cluster.explain("shop", "cart").json());

        assertThat(names(json))
                .containsExactly(
                        "service", "state", "outcome", "answer", "near", "steps", "keys", "events",
                        "notes");
        assertThat(names(json.at("/steps/0"))).containsExactly("name", "ok", "says");
        assertThat(names(json.at("/events/0"))).containsExactly("at", "what");
        assertThat(names(json.at("/keys/0")))
                .containsExactly("key", "state", "says", "wanted", "stored", "lastWritten");
        assertThat(json.at("/keys/0/wanted/port").asInt()).isEqualTo(30080);
        assertThat(json.at("/keys/0/stored")).isEqualTo(json.at("/keys/0/wanted"));
        assertThat(json.at("/state").asText()).isEqualTo("exported");
        assertThat(json.at("/outcome").asText()).isEqualTo("exported");
        assertThat(json.at("/keys/0/state").asText()).isEqualTo("equal");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void holdsDocumentsAsDeepAsTheyMayBe() throws Exception {
        String deep = "{\"a\":" + "[".repeat(999) + "]".repeat(999) + "}";
        Services service = cart().annotation("custom-attrs", deep);
        cluster.with(service).published(service);

        assertThat(cluster.explain("shop", "cart").json()).contains(deep);
    }

    @Test
    void cannotBeRewrittenByWhatSomebodyHasWritten() {
        String hostile = "\u001b[2J\u009b2J\u202egnp\nexported";
        Services service =
                cart().annotation("load-balancer-class", hostile)
                        .annotation("custom-attrs", "{\"a\": \"\u202e\u009b\"}");
        cluster.with(service).published(cart());
        cluster.put(key("cluster-shop-cart-old"), hostile);

        String text = cluster.explain("shop", "cart").text();

        assertThat(text)
                .doesNotContain("\u001b", "\u009b", "\u202e")
                .contains("\\u202e")
                .doesNotContain("\nexported");
    }

    @Test
    void hasShortLines() {
        Services service =
                cart().annotation("custom-attrs", "{\"a\": \"" + "x".repeat(500) + "\"}");
        cluster.with(service);

        assertThat(cluster.explain("shop", "cart").text().lines().skip(1))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(104));
    }

    @Test
    void cutsWhatIsTooLongToRead() {
        Services service =
                cart().annotation("custom-attrs", "{\"a\": \"" + "x".repeat(100_000) + "\"}");
        cluster.with(service);

        assertThat(cluster.explain("shop", "cart").text()).hasSizeLessThan(4000).contains("…");
    }

    @Test
    void holdsTheAnswerEachStepAndEachKey() {
        Services service = cart().annotation("load-balancer-clas", "public");
        cluster.with(service).published(service);
        String json = cluster.stored(key("cluster-shop-cart-http"));

        String text = cluster.explain("shop", "cart").text();

        assertThat(text.lines().limit(9))
                .containsExactly(
                        "shop/cart is exported: Consul holds its document as it should be",
                        "",
                        "step by step:",
                        "  + type: LoadBalancer",
                        "  + exported: annotation kube-service-exporter.github.com/exported is true",
                        "  + annotation: all of ours can be read",
                        "  + port: \"http\": NodePort 30080, key " + key("cluster-shop-cart-http"),
                        "  ! annotation: \"kube-service-exporter.github.com/load-balancer-clas\" is"
                                + " none of ours",
                        "");
        assertThat(text.lines().skip(9).limit(2))
                .containsExactly(
                        "key " + key("cluster-shop-cart-http"), "  equal: is as it should be");
        assertThat(text.lines().skip(11).map(String::strip).collect(Collectors.joining()))
                .isEqualTo("holds: " + json);
    }

    @Test
    void doesNotSayAWordTwice() {
        cluster.with(cart().annotation("load-balancer-listen-port", "https"));

        assertThat(cluster.explain("shop", "cart").text())
                .contains(
                        "  ! annotation kube-service-exporter.github.com/load-balancer-listen-port:");
    }
}
