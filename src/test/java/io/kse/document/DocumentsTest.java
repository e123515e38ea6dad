package io.kse.document;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.PortDocument.NoNodePort;
import io.kse.document.PortDocument.Publication;
import io.kse.document.PortDocument.Published;
import io.kse.document.PortDocument.Refused;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ClusterId;
import io.kse.service.ExportedService;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceName;
import io.kse.service.ServiceReader;
import io.kse.service.Services;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final Service GATEWAY =
            service("edge", "gateway").nodePort("https", 443, 30443).build();

    @Test
    void makesOneDocumentForEachPort() {
        Services cart =
                service("shop", "cart").nodePort("http", 80, 30080).nodePort(null, 81, 30081);

        assertThat(desired(cart.exported()).entries())
                .extracting(KvEntry::key)
                .containsExactly(key("cluster-shop-cart-http"), key("cluster-shop-cart-81"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, cluster-shop-cart-http",
        "'', false, shop-cart-http",
        "x, true, x-cluster-shop-cart-http",
        "x, false, x-shop-cart-http",
        "x/y, false, x/y-shop-cart-http"
    })
    void makesTheServiceId(String prefix, String perCluster, String id) {
        Services cart =
                cart().annotation("id-prefix", prefix)
                        .annotation("load-balancer-service-per-cluster", perCluster);

        assertThat(entry(cart).key()).isEqualTo(key(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a//b", "../a", "./a", "a/clusters/b", " a", "a /b", "a\n/b"})
    void refusesPrefixesThatMakeABadKey(String prefix) {
        assertThat(documents(cart().annotation("id-prefix", prefix).build()))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void refusesTheWholeServiceForOneBadPort() {
        Services cart = cart().nodePort("x/../y", 81, 30081);

        assertThat(documents(cart.build()))
                .isInstanceOf(Rejected.class)
                .satisfies(
                        documents ->
                                assertThat(documents.notices())
                                        .singleElement()
                                        .asString()
                                        .startsWith("port \"x/../y\": its key would hold"));
    }

    @Test
    void refusesTwoPortsWithOneKey() {
        Services cart = cart().nodePort("http", 81, 30081);

        assertThat(documents(cart.build()))
                .isEqualTo(
                        new Rejected(
                                cartName(),
                                List.of(
                                        "two of its ports would have the key "
                                                + key("cluster-shop-cart-http")
                                                + ": accepted is one port for a key")));
    }

    @Test
    void refusesTwoPortsWithOneKeyAlsoIfOneHasNoNodePort() {
        assertThat(documents(cart().port("http", 81).build())).isInstanceOf(Rejected.class);
    }

    @Test
    void doesNotPublishAPortWithoutNodePort() {
        Services cart = cart().port("admin", 81);

        assertThat(desired(cart).entries())
                .extracting(KvEntry::key)
                .containsExactly(key("cluster-shop-cart-http"));
        assertThat(desired(cart).notices())
                .containsExactly("port \"admin\" has no NodePort: not published");
    }

    @Test
    void publishesUnallocatedPortsAsZeroIfAskedTo() {
        Exported cart = exported(service("shop", "cart").port("http", 80).exported());

        assertThat(publishing(true).document(cart.ports().get(0)))
                .isInstanceOfSatisfying(
                        Publication.class, it -> assertThat(it.document().port()).isZero());
        assertThat(publishing(false).document(cart.ports().get(0))).isInstanceOf(NoNodePort.class);
    }

    @Test
    void sendsTrafficThroughTheIngress() {
        Document document =
                desired(cart().through("edge", "gateway", "https")).entries().get(0).document();

        assertThat(document.port()).isEqualTo(30443);
        assertThat(document.healthCheckPort()).isEqualTo(30443);
        assertThat(document.ingressSni()).isEqualTo("http.cart.shop.local");
    }

    @Test
    void publishesAPortWithoutNodePortThroughTheIngress() {
        Services cart = service("shop", "cart").port("http", 80).exported();

        assertThat(entry(cart.through("edge", "gateway", "https")).document().port())
                .isEqualTo(30443);
    }

    @Test
    void awaitsAMissingIngressService() {
        Services cart = cart().nodePort("admin", 81, 30081).through("edge", "nowhere", "https");

        assertThat(documents(cart.build(), GATEWAY))
                .isEqualTo(
                        new AwaitsIngress(
                                cartName(),
                                List.of("ingress Service edge/nowhere does not exist")));
    }

    @Test
    void awaitsTheNodePortOfItsIngress() {
        Service gateway = service("edge", "gateway").port("https", 443).build();

        assertThat(documents(cart().through("edge", "gateway", "https").build(), gateway))
                .isInstanceOf(AwaitsIngress.class);
    }

    @Test
    void awaitsTheIngressPortIfItHasNoNodePortOfItsOwn() {
        Services cart = service("shop", "cart").port("http", 80).exported();

        assertThat(documents(cart.through("edge", "gateway", "renamed").build(), GATEWAY))
                .isEqualTo(
                        new AwaitsIngress(
                                cartName(),
                                List.of(
                                        "port \"http\" has no NodePort, and port \"renamed\" of"
                                                + " ingress Service edge/gateway is not there")));
    }

    @Test
    void usesItsOwnPortsIfTheIngressHasNoSuchPort() {
        Desired desired = desired(cart().through("edge", "gateway", "http"));

        assertThat(desired.entries().get(0).document().port()).isEqualTo(30080);
        assertThat(desired.entries().get(0).document().ingressSni()).isEmpty();
        assertThat(desired.entries().get(0).yieldsToIngress()).isTrue();
        assertThat(desired.notices()).singleElement().asString().contains("goes without ingress");
    }

    @Test
    void doesNotYieldToAnIngressOtherwise() {
        assertThat(entry(cart()).yieldsToIngress()).isFalse();
        assertThat(entry(cart().through("edge", "gateway", "https")).yieldsToIngress()).isFalse();
    }

    @Test
    void refusesAnSniThatIsNoDomainName() {
        Services cart = service("shop", "a".repeat(64)).nodePort("http", 80, 30080).exported();

        assertThat(documents(cart.through("edge", "gateway", "https").build(), GATEWAY))
                .isInstanceOf(Rejected.class)
                .satisfies(
                        documents ->
                                assertThat(documents.notices())
                                        .singleElement()
                                        .asString()
                                        .contains("ingress_sni would be", "at most 63"));
    }

    @ParameterizedTest
    @CsvSource({"'', 30080, 30443", "31000, 31000, 31000", "0, 0, 0", "-1, -1, -1"})
    void checksHealthOnTheTrafficPortUnlessTold(String annotation, int own, int throughIngress) {
        Services cart = cart();
        if (!annotation.isEmpty()) {
            cart.annotation("load-balancer-health-check-port", annotation);
        }

        assertThat(entry(cart).document().healthCheckPort()).isEqualTo(own);
        assertThat(entry(cart.through("edge", "gateway", "https")).document().healthCheckPort())
                .isEqualTo(throughIngress);
    }

    @Test
    void takesDocumentsUpToTheLargest() {
        Publication publication =
                (Publication) publishing(false).document(exported(cart()).ports().get(0));
        assertThat(publication.isPublication()).isTrue();
        assertThat(new Refused("a test").isPublication()).isFalse();
        int room = Documents.LARGEST - 2 * publication.key().size();

        assertThat(publishing(false).published(publication, "x".repeat(room)))
                .isInstanceOf(Published.class);
        assertThat(publishing(false).published(publication, "x".repeat(room + 1)))
                .isInstanceOf(Refused.class);
        assertThat(publishing(false).published(publication, "日".repeat(room / 3 + 1)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void refusesAServiceWithATooLargeDocument() {
        Services cart = cart().annotation("load-balancer-class", "x".repeat(Documents.LARGEST));

        assertThat(documents(cart.build())).isInstanceOf(Rejected.class);
    }

    @Test
    void refusesAServiceWithATooLargeKeyWithoutRepeatingIt() {
        Services cart = cart().annotation("id-prefix", "x".repeat(Documents.LARGEST));

        ServiceDocuments documents = documents(cart.build());

        assertThat(documents).isInstanceOf(Rejected.class);
        assertThat(documents.notices()).singleElement().asString().hasSizeLessThan(300);
    }

    @Test
    void saysWhyThereAreNoDocuments() {
        assertThat(documents(service("shop", "cart").build())).isInstanceOf(NotExported.class);
        assertThat(documents(cart().annotation("exported", "ture").build()))
                .isInstanceOf(Undecided.class);
        assertThat(documents(cart().annotation("load-balancer-listen-port", "x").build()).notices())
                .containsExactly(
                        "annotation kube-service-exporter.github.com/load-balancer-listen-port:"
                                + " value \"x\": accepted is a decimal 32-bit integer, such as 443");
    }

    @Test
    void keepsWhatWasPublishedOfAServiceOnWhichTheProgramFails() {
        Exception failure =
                new IllegalStateException("a step", new ArithmeticException("/ by\nzero"));

        assertThat(publishing(false).failed(cart().build(), failure))
                .isEqualTo(
                        new Undecided(
                                cartName(),
                                List.of(
                                        "the program failed on it:"
                                                + " \"java.lang.ArithmeticException: / by\\nzero\"")));
    }

    private static Services cart() {
        return service("shop", "cart").nodePort("http", 80, 30080).exported();
    }

    private static ServiceName cartName() {
        return new ServiceName("shop", "cart");
    }

    private static Desired desired(Services service) {
        return (Desired) documents(service.build(), GATEWAY);
    }

    private static KvEntry entry(Services service) {
        return desired(service).entries().get(0);
    }

    private static Exported exported(Services service) {
        return (Exported) new ServiceReader().read(service.build(), null);
    }

    private static Documents publishing(boolean unallocated) {
        KeySpace keys = new KeySpace("kse", new ClusterId("cluster"));
        return new Documents(keys, ExportedService::id, unallocated);
    }
}
