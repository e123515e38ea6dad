package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.kse.manifests.MissingRight;
import io.kse.manifests.Outcome;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * All that needs a right: a Service, one behind an ingress Service in another namespace, a Node,
 * Events. What is expected of each is a word of docs/rbac.md.
 */
final class RightsScene implements AutoCloseable {
    private final RealKubernetes kubernetes;
    private final OwnNamespace shop;
    private final OwnNamespace edge;
    private final OwnNodes nodes;
    private final String node;
    private int gateway;

    RightsScene(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        shop = new OwnNamespace(kubernetes, consul);
        edge = new OwnNamespace(kubernetes, consul);
        nodes = new OwnNodes(kubernetes);
        node = nodes.create("n", "192.0.2.1");
        gateway =
                edge.create(edge.service("gateway").port("http", 443))
                        .getSpec()
                        .getPorts()
                        .get(0)
                        .getNodePort();
        shop.create(shop.exported("cart"));
        shop.create(shop.exported("behind").through(edge.name, "gateway", "http"));
        // So that no comparison is what finds a change.
        shop.with("KSE_NODE_SELECTOR", nodes.selector()).with("KSE_SERVICE_RESYNC_PERIOD", "60");
    }

    String shop() {
        return shop.name;
    }

    String edge() {
        return edge.name;
    }

    /** A line of the page, with our namespaces in place of its own. */
    String named(String line) {
        return line.replace("namespace shop", "namespace " + shop.name)
                .replace("namespace edge", "namespace " + edge.name);
    }

    RightsScene ofAllNamespaces() {
        shop.with("KSE_NAMESPACE_LIST", "");
        return this;
    }

    RightsScene ofListedNamespaces() {
        shop.with("KSE_NAMESPACE_LIST", shop.name);
        return this;
    }

    RunningExporter start(Path kubeconfig) throws Exception {
        return shop.with("KUBECONFIG", kubeconfig.toString()).start();
    }

    void assertAllWorks(RunningExporter exporter) {
        assertDocuments(exporter, Outcome.YES);
        assertIngress(exporter, Outcome.YES);
        assertNodes(exporter, Outcome.YES);
        assertEvents(Outcome.YES, () -> false);
    }

    /** Written, and written again after a change. */
    void assertDocuments(RunningExporter exporter, Outcome expected) {
        if (expected.isYes()) {
            exporter.awaitDocument(shop.key("cart"), "hash");
            changeCart(exporter);
        }
    }

    private void changeCart(RunningExporter exporter) {
        String fresh = "class-" + System.nanoTime();
        shop.annotate("cart", "load-balancer-class", fresh);
        exporter.awaitDocument(shop.key("cart"), fresh);
    }

    /** Late: only when something else comes of the Service behind it. */
    void assertIngress(RunningExporter exporter, Outcome expected) {
        if (expected.isNo()) {
            return;
        }
        exporter.awaitDocument(shop.key("behind"), port());
        gateway = edge.moveNodePort("gateway");
        if (expected == Outcome.LATE) {
            changeCart(exporter);
            assertThat(shop.get(shop.key("behind")).orElseThrow()).doesNotContain(port());
            shop.annotate("behind", "load-balancer-class", "late");
        }
        exporter.awaitDocument(shop.key("behind"), port());
    }

    private String port() {
        return "\"port\":" + gateway + ",";
    }

    void assertNodes(RunningExporter exporter, Outcome expected) {
        if (expected.isYes()) {
            exporter.awaitDocument(nodesKey(), node);
        }
    }

    private String nodesKey() {
        return shop.prefix + "/nodes/" + RunningExporter.CLUSTER;
    }

    /**
     * A Service that is refused and put right says again that it is exported.
     *
     * @param ended true from when no more Events come
     */
    void assertEvents(Outcome expected, BooleanSupplier ended) {
        if (expected.isNo()) {
            return;
        }
        eventually().until(() -> has("Exported"));
        shop.annotate("cart", "load-balancer-listen-port", "x");
        eventually().until(() -> has("Rejected") || ended.getAsBoolean());
        int before = counted();
        shop.removeAnnotation("cart", "load-balancer-listen-port");
        if (expected.isYes()) {
            eventually().until(() -> counted() > before);
        }
    }

    private boolean has(String reason) {
        return events().stream().anyMatch(event -> event.getReason().equals(reason));
    }

    private int counted() {
        return events().stream()
                .filter(event -> event.getSeries() != null)
                .mapToInt(event -> event.getSeries().getCount())
                .sum();
    }

    private List<Event> events() {
        return kubernetes
                .client()
                .events()
                .v1()
                .events()
                .inNamespace(shop.name)
                .list()
                .getItems()
                .stream()
                .filter(event -> event.getReportingController().endsWith("exporter"))
                .toList();
    }

    /** By now all else has been tried: what is not expected is not there. */
    void assertNothingElse(RunningExporter exporter, MissingRight row) {
        assertThat(exporter.notReady().isEmpty()).isEqualTo(row.documents().isYes());
        assertThat(shop.get(shop.key("cart")).isPresent()).isEqualTo(row.documents().isYes());
        assertThat(shop.get(shop.key("behind")).isPresent()).isEqualTo(!row.ingress().isNo());
        assertThat(shop.get(nodesKey()).isPresent()).isEqualTo(row.nodes().isYes());
        assertThat(events().isEmpty()).isEqualTo(row.events().isNo());
        assertThat(counted() > 0).isEqualTo(row.events().isYes());
    }

    @Override
    public void close() {
        nodes.close();
        List.of(shop.name, edge.name).forEach(this::deleteServices);
    }

    /** There is no controller that would delete a namespace's content; others watch all of them. */
    private void deleteServices(String namespace) {
        kubernetes.client().services().inNamespace(namespace).delete();
    }
}
