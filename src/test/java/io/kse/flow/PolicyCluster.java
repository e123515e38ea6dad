package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.flow.ConsulPolicy.Weak;
import io.kse.testbed.AclConsul;
import io.kse.testbed.AclConsul.Grant;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealKubernetes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * A cluster with three Services and two Nodes, whose exporter has the rights of the shipped policy,
 * or fewer.
 */
final class PolicyCluster implements AutoCloseable {
    private static final List<String> SERVICES = List.of("cart", "album", "wine");

    private final AclConsul consul;
    private final OwnNodes nodes;
    private final Grant grant;
    private final FaultyProxy proxy;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);
    final OwnNamespace namespace;

    PolicyCluster(RealKubernetes kubernetes, AclConsul consul) {
        this.consul = consul;
        this.nodes = new OwnNodes(kubernetes);
        this.namespace = new OwnNamespace(kubernetes, consul.server());
        this.grant = consul.grant(namespace.prefix, rules(ConsulPolicy.shipped()));
        this.proxy = FaultyProxy.http(consul.server().port());
        namespace
                .with("CONSUL_HTTP_TOKEN", grant.token())
                .with("KSE_NODE_SELECTOR", nodes.selector());
        nodes.create("a", "10.0.0.1");
        nodes.create("b", "10.0.0.2");
        SERVICES.forEach(service -> namespace.create(namespace.exported(service)));
    }

    private String rules(String policy) {
        return ConsulPolicy.under(namespace.prefix, policy);
    }

    void allowAll() {
        consul.change(grant, rules(ConsulPolicy.shipped()));
    }

    void weaken(Weak weak) {
        consul.change(grant, rules(weak.policy()));
    }

    /** What it asks of Consul counts as a try. */
    RunningExporter start() throws Exception {
        return namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port())).start();
    }

    void publish() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().keySet().containsAll(documentKeys()));
            eventually().until(() -> nodeList().contains("10.0.0.2"));
        }
    }

    private List<String> documentKeys() {
        return SERVICES.stream().map(namespace::key).toList();
    }

    Map<String, String> documents() {
        return consul.server().keys(namespace.prefix + "/services/");
    }

    String nodeList() {
        return namespace.get(namespace.prefix + "/nodes/" + RunningExporter.CLUSTER).orElse("none");
    }

    /** A document is to go, one and the list of Nodes are to be others. */
    void change() {
        namespace.delete("cart");
        namespace.annotate("album", "load-balancer-class", "internal");
        nodes.setSchedulable("b", false);
    }

    void awaitDocumentsChanged() {
        String album = namespace.key("album");
        eventually().until(() -> documents().get(album).contains("internal"));
        eventually().until(() -> !documents().containsKey(namespace.key("cart")));
    }

    void awaitNodesChanged() {
        eventually().until(() -> !nodeList().contains("10.0.0.2"));
    }

    void awaitRegistered(String... services) {
        List<String> ids = Stream.of(services).map(this::id).toList();
        eventually().until(() -> registered().containsAll(ids));
    }

    /** Ids of the agent's Services that are ours. */
    Set<String> registered() {
        return consul.server().services().stream()
                .filter(
                        id ->
                                id.startsWith(
                                        "%s-%s-"
                                                .formatted(
                                                        RunningExporter.CLUSTER, namespace.name)))
                .collect(toSet());
    }

    private String id(String service) {
        return "%s-%s-%s-http".formatted(RunningExporter.CLUSTER, namespace.name, service);
    }

    /** Of three, what would leave none waits for the operator. */
    void unexportAll() {
        SERVICES.forEach(namespace::unexport);
    }

    /** As soon as there is a report of what is held. */
    void release() {
        BrakeReport report = eventually().until(this::report, Optional::isPresent).orElseThrow();
        consul.server().put(namespace.brake() + "/release", report.id());
    }

    private Optional<BrakeReport> report() {
        return namespace
                .get(namespace.brake())
                .map(json -> json.getBytes(StandardCharsets.UTF_8))
                .flatMap(BrakeReport::read);
    }

    /** The same, whatever its level. */
    void awaitLine(String text) {
        String own = own(text);
        eventually().until(() -> log.lines().stream().anyMatch(line -> line.contains(own)));
    }

    /** Of this cluster; {@code text} as in {@link Weak#warning()}. */
    void awaitWarning(String text) {
        String own = own(text);
        eventually().untilAsserted(() -> assertThat(warnings(own)).isNotEmpty());
    }

    /** All that is said of rights. */
    List<String> denials() {
        return log.lines().stream()
                .filter(line -> line.contains(namespace.prefix) || line.contains(namespace.name))
                .filter(line -> line.contains("denies") || line.contains("without the right"))
                .toList();
    }

    private List<String> warnings(String text) {
        return log.of(text).stream().filter(line -> line.startsWith("WARN")).toList();
    }

    private String own(String text) {
        return text.formatted(namespace.prefix, namespace.name);
    }

    /**
     * {@code state} stays what it is until all has been tried a second time, and for as long as
     * that takes.
     */
    <T> void assertStays(T before, Callable<T> state, Weak weak) {
        long tried = Math.max(1, tries(weak));
        eventually().until(() -> tries(weak) > tried);
        eventually().during(Duration.ofSeconds(1)).until(() -> state.call().equals(before));
    }

    private long tries(Weak weak) {
        String asks = own(weak.asks());
        return proxy.requests().stream()
                .filter(request -> request.line().replace("%2F", "/").startsWith(asks))
                .count();
    }

    @Override
    public void close() {
        proxy.close();
        nodes.close();
        log.close();
    }
}
