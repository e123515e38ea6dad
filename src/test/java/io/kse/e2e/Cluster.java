package io.kse.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.cli.ExporterProcess;
import io.kse.service.ServiceAnnotations;
import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A cluster: its API server, its Nodes with what runs on them, and its exporter. */
final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "shop";

    /** The name of the Service that ends TLS for others. */
    static final String GATEWAY = "gateway";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String id;
    private final Path folder;
    private final RealConsul consul;
    private final GatewayTls gateway;
    private final Map<String, String> addresses = new TreeMap<>();
    private final RealKubernetes kubernetes;
    private KubeProxy proxy;
    private ExporterProcess exporter;

    /**
     * @param folder exists and is empty
     * @param addresses of its Nodes, one for each
     */
    Cluster(String id, Path folder, RealConsul consul, List<String> addresses, GatewayTls gateway)
            throws IOException {
        this.id = id;
        this.folder = folder;
        this.consul = consul;
        this.gateway = gateway;
        this.kubernetes = RealKubernetes.start(Files.createDirectory(folder.resolve("api")));
        for (int i = 0; i < addresses.size(); i++) {
            this.addresses.put(node(i + 1), addresses.get(i));
        }
        kubernetes.client().resource(namespace()).create();
        this.addresses.forEach(
                (name, address) -> kubernetes.client().resource(node(name, address)).create());
        startProxy();
    }

    private static io.fabric8.kubernetes.api.model.Namespace namespace() {
        return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    }

    private static Node node(String name, String address) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewAddress(address, "InternalIP")
                .endStatus()
                .build();
    }

    String id() {
        return id;
    }

    /** {@code number}: 1 is the first. */
    String node(int number) {
        return id + "-" + number;
    }

    Collection<String> nodes() {
        return addresses.keySet();
    }

    /** Of its Nodes. */
    Collection<String> addresses() {
        return addresses.values();
    }

    String address(String node) {
        return addresses.get(node);
    }

    /** Its NodePorts are free on this machine. */
    void create(Services service) {
        kubernetes.client().resource(service.build()).create();
    }

    void annotate(String service, String annotation, String value) {
        kubernetes.annotate(NAMESPACE, service, ServiceAnnotations.PREFIX + annotation, value);
    }

    /** Gives the Service another NodePort; the old one is closed as soon as that is known. */
    int changeNodePort(String service) {
        int next = NodePorts.next();
        kubernetes
                .client()
                .services()
                .inNamespace(NAMESPACE)
                .withName(service)
                .edit(
                        old ->
                                new ServiceBuilder(old)
                                        .editSpec()
                                        .editFirstPort()
                                        .withNodePort(next)
                                        .endPort()
                                        .endSpec()
                                        .build());
        return next;
    }

    void setSchedulable(String node, boolean schedulable) {
        kubernetes
                .client()
                .nodes()
                .withName(node)
                .edit(
                        old ->
                                new NodeBuilder(old)
                                        .editOrNewSpec()
                                        .withUnschedulable(!schedulable)
                                        .endSpec()
                                        .build());
    }

    void stopNode(String node) {
        proxy.kill(node);
    }

    void startNode(String node) {
        proxy.start(node, addresses.get(node));
    }

    void startExporter() throws IOException {
        exporter =
                ExporterProcess.start(
                        folder,
                        Map.of(
                                "KSE_CLUSTER_ID",
                                id,
                                "KSE_POD_NAME",
                                id + "-exporter",
                                "KSE_CONSUL_HOST",
                                consul.host(),
                                "KSE_CONSUL_PORT",
                                String.valueOf(consul.port()),
                                "KSE_HTTP_IP",
                                "127.0.0.1",
                                "KSE_HTTP_PORT",
                                "0",
                                "KSE_HEARTBEAT_SECONDS",
                                "1",
                                "KSE_DOGSTATSD_ENABLED",
                                "false",
                                "KUBECONFIG",
                                kubernetes.kubeconfig().toString()));
    }

    void awaitLeader() {
        exporter.awaitOutput("Leads cluster " + id);
    }

    /** Until each Node answers at the NodePorts of that many Services. */
    void awaitBackEnds(int services) {
        await(id).atMost(PATIENCE).until(() -> proxy.size() == services * addresses.size());
    }

    void killExporter() {
        exporter.kill();
    }

    /** Everything at once: back ends, exporter, API server. */
    void kill() {
        proxy.close();
        exporter.kill();
        kubernetes.kill();
    }

    /** After {@link #kill()}; its exporter may have to wait until the lock of the dead one ends. */
    void comeBack() throws IOException {
        kubernetes.restart();
        startProxy();
        startExporter();
    }

    /** True if that request met a NodePort in the moment in which it was closed. */
    boolean mayHaveReset(Outcome outcome) {
        return proxy.closings().stream().anyMatch(closing -> closing.mayReset(outcome));
    }

    private void startProxy() {
        proxy = new KubeProxy(id, addresses, gateway, kubernetes.client());
    }

    @Override
    public void close() {
        proxy.close();
        if (exporter != null) {
            exporter.close();
        }
        kubernetes.close();
    }
}
