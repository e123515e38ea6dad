package io.kse.cli;

import static io.kse.cli.Manifest.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of manifests that can be read. */
class RenderCommandTest {
    private static final String CART = service("shop", "cart").nodePort(30080).yaml();

    @TempDir Path folder;

    @Test
    void printsWhatConsulKvImportReads() {
        Run run = Run.of(service("shop", "cart").nodePort(30080).yaml(), "render", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("[\n\t{\n\t\t\"key\": \"" + Run.key("shop-cart-http") + "\",\n")
                .contains("\",\n\t\t\"flags\": 0,\n\t\t\"value\": \"eyJ")
                .endsWith("\"\n\t}\n]" + System.lineSeparator());
        assertThat(run.document("shop-cart-http").port()).isEqualTo(30080);
    }

    @Test
    void sortsByKey() {
        Run run = Run.of(service("b", "x").yaml() + service("a", "x").yaml(), "render", "-");

        assertThat(run.entries().keySet())
                .containsExactly(Run.key("a-x-http"), Run.key("b-x-http"));
    }

    @Test
    void writesKeysThatNeedQuotes() {
        String quoted = service("shop", "cart").annotation("id-prefix", "'ü\"\\'").yaml();

        Run run = Run.of(quoted, "render", "-");

        assertThat(run.entries())
                .containsKey(
                        "kube-service-exporter/services/ü\"\\-test-shop-cart-http/clusters/test");
    }

    @Test
    void obeysThePrefixAndTheTemplate() {
        Map<String, String> settings =
                Map.of(
                        "KSE_CONSUL_KV_PREFIX", "lb",
                        "KSE_SERVICES_KEY_TEMPLATE", "{{ .Namespace }}/{{ id }}");

        Run run = Run.with(settings, CART, "render", "-");

        assertThat(run.entries())
                .containsOnlyKeys("lb/services/shop/test-shop-cart-http/clusters/test");
    }

    @Test
    void leavesOutOtherNamespacesThanTheListedButLooksIngressServicesUpThere() {
        String input =
                service("edge", "gateway").nodePort(31443).yaml()
                        + service("shop", "cart").behind("edge", "gateway", "http").yaml();

        Run run = Run.with(Map.of("KSE_NAMESPACE_LIST", "shop"), input, "render", "-");

        assertThat(run.entries()).containsOnlyKeys(Run.key("shop-cart-http"));
        assertThat(run.document("shop-cart-http").port()).isEqualTo(31443);
        assertThat(run.errorLines())
                .containsExactly("note: 1 Services outside KSE_NAMESPACE_LIST are left out");
    }

    @Test
    void looksAtNoOtherSetting() {
        Map<String, String> settings =
                Map.of("KSE_HTTP_PORT", "none", "CONSUL_CACERT", "/no/such/file");

        assertThat(Run.with(settings, CART, "render", "-").exitCode()).isZero();
    }

    @Test
    void saysEveryBadSettingAtOnce() {
        Map<String, String> settings =
                Map.of("KSE_CLUSTER_ID", "a/b", "KSE_SERVICES_KEY_TEMPLATE", "{{");

        Run run = Run.with(settings, CART, "render", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines()).hasSize(2);
        assertThat(run.err()).contains("KSE_CLUSTER_ID", "KSE_SERVICES_KEY_TEMPLATE");
    }

    @Test
    void goesByTheRoutesThatAreAskedFor() throws IOException {
        String shipped = Files.readString(Path.of("routes/services.camel.yaml"));
        Files.writeString(
                folder.resolve("own.camel.yaml"),
                shipped.replace(
                        "uri: direct:document-service\n      steps:",
                        "uri: direct:document-service\n      stepps:"));

        Run run = Run.with(Map.of("KSE_ROUTES", folder.toString()), CART, "render", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines()).hasSize(1).first().asString().contains("stepps");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusesOneServiceAndPrintsTheOthers() {
        String bad =
                service("shop", "bad")
                        .annotation("load-balancer-listen-port", "https")
                        .annotation("load-balancer-service-per-cluster", "\"maybe\"")
                        .yaml();

        Run run = Run.of(bad + CART, "render", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.entries()).containsOnlyKeys(Run.key("shop-cart-http"));
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("shop/bad: annotation kube-service-exporter.github.com/")
                .contains("load-balancer-listen-port: value \"https\": accepted is ")
                .contains("; annotation ", "service-per-cluster: value \"maybe\": accepted is ");
    }

    @Test
    void notesATypoInExportedAndCountsTheServiceAsNotExported() {
        Run run =
                Run.of(
                        service("shop", "cart").annotation("exported", "ture").yaml(),
                        "render",
                        "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.entries()).isEmpty();
        assertThat(run.out()).isEqualTo("[]" + System.lineSeparator());
        assertThat(run.err())
                .startsWith("note: shop/cart: not exported: annotation ")
                .contains("value \"ture\"");
    }

    @Test
    void saysWhyAServiceIsNotExportedOnlyIfAsked() {
        String optedOut = service("shop", "cart").annotation("exported", "'false'").yaml();

        assertThat(Run.of(optedOut, "render", "-").err()).isEmpty();
        assertThat(Run.of(optedOut, "render", "--verbose", "-").err())
                .startsWith("note: shop/cart: not exported: ");
    }

    @Test
    void showsPortZeroWhereNoNodePortIsAllocated() {
        Run run = Run.of(service("shop", "cart").yaml(), "render", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.document("shop-cart-http").port()).isZero();
        assertThat(run.errorLines())
                .containsExactly(
                        "note: shop/cart: has no NodePort yet, shown with port 0: "
                                + Run.key("shop-cart-http"));
    }

    @Test
    void givesAKeyThatTwoServicesClaimToTheOlder() {
        String input =
                service("a", "b-c").createdAt("2026-01-02T00:00:00Z").nodePort(30001).yaml()
                        + service("a-b", "c")
                                .createdAt("2026-01-01T00:00:00Z")
                                .nodePort(30002)
                                .yaml();

        Run run = Run.of(input, "render", "-");

        assertThat(run.document("a-b-c-http").port()).isEqualTo(30002);
        assertThat(run.exitCode()).isZero();
        assertThat(run.errorLines())
                .containsExactly(
                        "note: a/b-c: key %s belongs to Service a-b/c"
                                .formatted(Run.key("a-b-c-http")));
    }

    @Test
    void givesAKeyThatTwoServicesWithoutAgeClaimToTheFirstByName() {
        String input =
                service("a-b", "c").nodePort(30002).yaml()
                        + service("a", "b-c").nodePort(30001).yaml();

        assertThat(Run.of(input, "render", "-").document("a-b-c-http").port()).isEqualTo(30001);
    }

    @Test
    void notesAMissingIngressServiceAndRefusesItIfStrict() {
        String input = service("shop", "cart").behind("edge", "gateway", "http").yaml();

        Run lenient = Run.of(input, "render", "-");
        Run strict = Run.of(input, "render", "--strict", "-");

        assertThat(lenient.exitCode()).isZero();
        assertThat(lenient.err())
                .startsWith("note: shop/cart: not exported: ingress Service edge/gateway");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.err()).startsWith("shop/cart: ingress Service edge/gateway does not");
        assertThat(lenient.entries()).isEqualTo(strict.entries()).isEmpty();
    }

    @Test
    void takesLookupServicesAsContextOnly() throws IOException {
        Path gateway = folder.resolve("gateway.yaml");
        Files.writeString(gateway, service("edge", "gateway").nodePort(31443).yaml());
        String input = service("shop", "cart").behind("edge", "gateway", "http").yaml();

        Run run = Run.of(input, "render", "--strict", "-", "--lookup", gateway.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.entries()).containsOnlyKeys(Run.key("shop-cart-http"));
        assertThat(run.document("shop-cart-http").ingressSni()).isEqualTo("http.cart.shop.local");
    }

    @Test
    void notesAnIngressServiceWithoutSuchAPort() {
        String input =
                service("edge", "gateway").nodePort(31443).yaml()
                        + service("shop", "cart")
                                .nodePort(30080)
                                .behind("edge", "gateway", "https")
                                .yaml();

        Run run = Run.of(input, "render", "--strict", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.document("shop-cart-http").port()).isEqualTo(30080);
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith(
                        "note: shop/cart: port \"https\" of ingress Service edge/gateway is not");
    }

    @Test
    void takesTheLastOfTwoManifestsOfOneServiceAndSaysSo() {
        Run run = Run.of(CART + service("shop", "cart").nodePort(30081).yaml(), "render", "-");

        assertThat(run.document("shop-cart-http").port()).isEqualTo(30081);
        assertThat(run.errorLines())
                .containsExactly(
                        "note: shop/cart: is there more than once, the last counts: standard input");
    }

    @Test
    void takesNullForAbsentButInAnnotationsForEmpty() {
        String input =
                "{apiVersion: v1, kind: Service, metadata: {name: a, namespace: null, annotations: "
                        + "{kube-service-exporter.github.com/exported: 'true',"
                        + " kube-service-exporter.github.com/load-balancer-listen-port: null}},"
                        + " spec: {type: NodePort, ports: [{port: 80, name: null, nodePort: null}]}}";

        Run run = Run.of(input, "render", "-");

        assertThat(run.err()).startsWith("default/a: ").contains("listen-port: value \"\"");
    }

    @Test
    void writesUtf8() {
        String input = service("shop", "cart").annotation("load-balancer-class", "grün").yaml();

        Run run = Run.with(Map.of(), input.getBytes(StandardCharsets.UTF_8), "render", "-");

        assertThat(run.document("shop-cart-http").loadBalancerClass()).isEqualTo("grün");
    }
}
