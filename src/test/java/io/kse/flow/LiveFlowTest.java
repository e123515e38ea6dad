package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.service.ServiceAnnotations;
import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Services of a real API server become in a real Consul, through the shipped routes. */
@ExtendWith(RealServers.class)
class LiveFlowTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private String namespace;
    private RunningExporter exporter;

    LiveFlowTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    @BeforeEach
    void start() throws Exception {
        namespace = kubernetes.newNamespace();
        exporter = RunningExporter.start(kubernetes, consul, namespace, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        exporter.close();
    }

    @Test
    void publishesEveryPortOfAnExportedService() {
        Service cart = create(exported("cart").port("http", 80).port("grpc", 90));

        String http = exporter.awaitDocument(key("cart", "http"), "\"ClusterName\":\"prod\"");
        String grpc = exporter.awaitDocument(key("cart", "grpc"), "\"ClusterName\":\"prod\"");

        assertThat(http).contains("\"port\":" + nodePort(cart, 0) + ",");
        assertThat(grpc).contains("\"port\":" + nodePort(cart, 1) + ",");
    }

    @Test
    void publishesNothingForAServiceThatDidNotOptIn() {
        create(service(namespace, "internal").port("http", 80));

        barrier();

        assertThat(exporter.documents()).containsOnlyKeys(key("barrier", "http"));
    }

    @Test
    void followsAnAnnotation() {
        create(exported("cart").port("http", 80));
        exporter.awaitDocument(key("cart", "http"), "\"load_balancer_class\":\"\"");

        annotate("cart", "load-balancer-class", "internal");

        exporter.awaitDocument(key("cart", "http"), "\"load_balancer_class\":\"internal\"");
    }

    @Test
    void removesTheOldKeyWhenAPortIsRenamed() {
        create(exported("cart").port("http", 80));
        exporter.awaitDocument(key("cart", "http"), "hash");

        edit("cart", cart -> cart.editSpec().editFirstPort().withName("web").endPort().endSpec());

        exporter.awaitDocument(key("cart", "web"), "hash");
        exporter.awaitGone(key("cart", "http"));
    }

    @Test
    void removesTheOldKeyWhenAnAnnotationMovesIt() {
        create(exported("cart").port("http", 80));
        exporter.awaitDocument(key("cart", "http"), "hash");

        annotate("cart", "load-balancer-service-per-cluster", "false");

        exporter.awaitDocument(
                exporter.keyOf(namespace + "-cart-http"), "\"service_per_cluster\":false");
        exporter.awaitGone(key("cart", "http"));
    }

    @Test
    void deletesExactlyTheKeysOfADeletedService() {
        create(exported("cart").port("http", 80));
        create(exported("cart-v2").port("http", 80));
        exporter.awaitDocument(key("cart", "http"), "hash");
        exporter.awaitDocument(key("cart-v2", "http"), "hash");
        String neighbour = key("cart", "http") + "2";
        consul.put(neighbour, "another cluster's");

        kubernetes.client().services().inNamespace(namespace).withName("cart").delete();

        exporter.awaitGone(key("cart", "http"));
        assertThat(exporter.documents()).containsOnlyKeys(key("cart-v2", "http"), neighbour);
    }

    @Test
    void deletesTheKeysOfAServiceThatIsNoLongerExported() {
        create(exported("cart").port("http", 80).port("grpc", 90));
        exporter.awaitDocument(key("cart", "http"), "hash");

        annotate("cart", "exported", "false");

        exporter.awaitGone(key("cart", "http"));
        exporter.awaitGone(key("cart", "grpc"));
    }

    @Test
    void keepsWhatIsPublishedWhenAnAnnotationCannotBeRead() {
        create(exported("cart").port("http", 80));
        String published = exporter.awaitDocument(key("cart", "http"), "hash");

        annotate("cart", "load-balancer-listen-port", "https");
        barrier();

        assertThat(consul.get(key("cart", "http"))).contains(published);
    }

    @Test
    void keepsWhatIsPublishedWhenExportedIsMistyped() {
        create(exported("cart").port("http", 80));
        String published = exporter.awaitDocument(key("cart", "http"), "hash");

        annotate("cart", "exported", "ture");
        barrier();

        assertThat(consul.get(key("cart", "http"))).contains(published);
    }

    @Test
    void leavesADocumentAloneThatReadsTheSame() {
        Service cart = create(exported("cart").port("http", 80));
        String published = exporter.awaitDocument(key("cart", "http"), "hash");
        String asTheOriginalWrites =
                "{\"port\":%d, \"custom_attrs\":{}, \"backend_protocol\":\"http\", \"health_check_port\":%d, \"service_per_cluster\":true, \"ClusterName\":\"prod\", %s}"
                        .formatted(
                                nodePort(cart, 0),
                                nodePort(cart, 0),
                                published.substring(1, published.indexOf(',')));
        consul.put(key("cart", "http"), asTheOriginalWrites);

        edit("cart", edited -> edited.editMetadata().addToLabels("touched", "yes").endMetadata());
        barrier();

        assertThat(consul.get(key("cart", "http"))).contains(asTheOriginalWrites);
    }

    @Test
    void sendsTrafficThroughTheIngressService() {
        Service gateway = create(service(namespace, "gateway").port("tls", 443));
        create(exported("cart").port("http", 80).through(namespace, "gateway", "tls"));

        String document = exporter.awaitDocument(key("cart", "http"), "ingress_sni");

        assertThat(document)
                .contains("\"port\":" + nodePort(gateway, 0) + ",")
                .contains("\"ingress_sni\":\"http.cart." + namespace + ".local\"");
    }

    @Test
    void followsTheNodePortOfItsIngressService() {
        Service gateway = create(service(namespace, "gateway").port("tls", 443));
        create(exported("cart").port("http", 80).through(namespace, "gateway", "tls"));
        exporter.awaitDocument(key("cart", "http"), "\"port\":" + nodePort(gateway, 0) + ",");

        kubernetes.client().resource(gateway).delete();
        Service another = create(service(namespace, "gateway").port("tls", 443));

        exporter.awaitDocument(key("cart", "http"), "\"port\":" + nodePort(another, 0) + ",");
    }

    @Test
    void publishesAsSoonAsItsIngressServiceIsThere() {
        create(exported("cart").port("http", 80).through(namespace, "gateway", "tls"));
        barrier();

        create(service(namespace, "gateway").port("tls", 443));

        exporter.awaitDocument(key("cart", "http"), "ingress_sni");
    }

    @Test
    void publishesNothingForAMissingIngressService() {
        create(exported("cart").port("http", 80).through(namespace, "gateway", "tls"));

        barrier();

        assertThat(exporter.documents()).containsOnlyKeys(key("barrier", "http"));
    }

    @Test
    void publishesNoPortWithoutANodePort() {
        Service cart = exported("cart").port("http", 80).build();
        cart.getSpec().setAllocateLoadBalancerNodePorts(false);
        kubernetes.client().resource(cart).create();

        barrier();

        assertThat(exporter.documents()).containsOnlyKeys(key("barrier", "http"));
    }

    @Test
    void handsAKeyToTheNextServiceWhenTheOlderOneGoes() {
        create(exported("a-b").port("http", 80));
        String key = key("a-b", "http");
        exporter.awaitDocument(key, "hash");
        Service next = create(exported("a").port("b-http", 81).port("own", 82));
        exporter.awaitDocument(key("a", "own"), "hash");

        kubernetes.client().services().inNamespace(namespace).withName("a-b").delete();

        exporter.awaitDocument(key, "\"port\":" + nodePort(next, 0) + ",");
    }

    /**
     * All events before it have been dealt with when its document is there: they come one at a
     * time.
     */
    private void barrier() {
        create(exported("barrier").port("http", 80));
        exporter.awaitDocument(key("barrier", "http"), "hash");
    }

    private Services exported(String name) {
        return service(namespace, name).exported();
    }

    private String key(String name, String portName) {
        return exporter.key(namespace, name, portName);
    }

    private Service create(Services service) {
        return kubernetes.client().resource(service.build()).create();
    }

    private void annotate(String name, String annotation, String value) {
        edit(
                name,
                service ->
                        service.editMetadata()
                                .addToAnnotations(ServiceAnnotations.PREFIX + annotation, value)
                                .endMetadata());
    }

    private void edit(String name, UnaryOperator<ServiceBuilder> edit) {
        kubernetes
                .client()
                .services()
                .inNamespace(namespace)
                .withName(name)
                .edit(service -> edit.apply(new ServiceBuilder(service)).build());
    }

    private static int nodePort(Service service, int index) {
        return service.getSpec().getPorts().get(index).getNodePort();
    }
}
