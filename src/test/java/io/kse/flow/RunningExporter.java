package io.kse.flow;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.BadSettings;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.explain.Explanation;
import io.kse.kubernetes.KubernetesClients;
import io.kse.page.StatusPage;
import io.kse.service.ServiceName;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.kiwiproject.consul.Consul;

/**
 * The whole program in this JVM, between a real cluster and a real Consul, in a namespace and under
 * a prefix of its own.
 */
final class RunningExporter implements AutoCloseable {
    static {
        // Several at once would want the same names.
        System.setProperty("org.apache.camel.jmx.disabled", "true");
    }

    static final String CLUSTER = "prod";

    private static final String COMPLETE =
            "kube_service_exporter_comparisons_seconds_count{outcome=\"complete\"}";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final RealConsul consulServer;
    private final String prefix;
    private final KubernetesClient kubernetes;
    private final Consul consul;
    private final LiveFlow flow;
    private final CompletableFuture<Void> running;

    private RunningExporter(RealConsul consulServer, Map<String, String> environment)
            throws BadSettings {
        this.consulServer = consulServer;
        this.prefix = environment.get("KSE_CONSUL_KV_PREFIX");
        ExporterConfig config = ExporterConfig.from(environment);
        kubernetes = KubernetesClients.connect(environment);
        ConsulClients clients = new ConsulClients(config.consul());
        consul = clients.connect();
        flow = new LiveFlow(config, kubernetes, clients, consul, RouteFiles.of(config.routes()));
        running =
                CompletableFuture.runAsync(
                        flow::run, command -> new Thread(command, "exporter").start());
    }

    /** {@code settings}: more environment, or other values than the fixture's. */
    static RunningExporter start(
            RealKubernetes kubernetes,
            RealConsul consul,
            String namespace,
            Map<String, String> settings)
            throws BadSettings {
        Map<String, String> environment = new HashMap<>();
        environment.put("KSE_CLUSTER_ID", CLUSTER);
        environment.put("KSE_CONSUL_HOST", consul.host());
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", consul.newPrefix());
        environment.put("KSE_NAMESPACE_LIST", namespace);
        environment.put("KSE_NODE_SELECTOR", "test-of=" + namespace);
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", "0");
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
        environment.putAll(settings);
        return new RunningExporter(consul, environment);
    }

    String prefix() {
        return prefix;
    }

    /** The key of a Service's port in this cluster, where the Service is per cluster. */
    String key(String namespace, String name, String portName) {
        return keyOf("%s-%s-%s-%s".formatted(CLUSTER, namespace, name, portName));
    }

    String keyOf(String serviceId) {
        return "%s/services/%s/clusters/%s".formatted(prefix, serviceId, CLUSTER);
    }

    /** Everything under the prefix but the lock. */
    Map<String, String> documents() {
        Map<String, String> all = new TreeMap<>(consulServer.keys(prefix));
        all.remove(prefix + "/leadership/" + CLUSTER + "-leader");
        return all;
    }

    /** The document under {@code key} as soon as it contains {@code text}. */
    String awaitDocument(String key, String text) {
        return await(key)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> consulServer.get(key),
                        value -> value.filter(json -> json.contains(text)).isPresent())
                .orElseThrow();
    }

    void awaitGone(String key) {
        await(key)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> consulServer.get(key), Optional::isEmpty);
    }

    /**
     * Until a comparison of everything is through: none is under way, since nothing has changed.
     */
    void awaitCompared() {
        awaitCompared(1);
    }

    /** Until so many of them are through. */
    void awaitCompared(int comparisons) {
        await("complete comparisons").atMost(SOON).until(() -> compared() >= comparisons);
    }

    private double compared() {
        return scrape().lines()
                .filter(line -> line.startsWith(COMPLETE))
                .mapToDouble(line -> Double.parseDouble(line.substring(COMPLETE.length())))
                .sum();
    }

    /** What people see at {@code /}. */
    String page() {
        return flow.camel()
                .getRegistry()
                .lookupByNameAndType("statusPage", StatusPage.class)
                .html(null);
    }

    /** What {@code /explain/<namespace>/<service>} says to people. */
    String explained(String namespace, String service) {
        ServiceName name = new ServiceName(namespace, service);
        return flow.camel()
                .createProducerTemplate()
                .requestBody("direct:explain-service", name, Explanation.class)
                .text();
    }

    /** What {@code /observe/metrics} shows; empty before the start. */
    String scrape() {
        PrometheusMeterRegistry known = flow.camel() == null ? null : metrics();
        return known == null ? "" : known.scrape();
    }

    PrometheusMeterRegistry metrics() {
        return flow.camel().getRegistry().findSingleByType(PrometheusMeterRegistry.class);
    }

    List<String> routes() {
        return flow.camel().getRoutes().stream().map(Route::getRouteId).toList();
    }

    boolean routeIsStarted(String id) {
        return Optional.ofNullable(flow.camel())
                .map(camel -> camel.getRouteController().getRouteStatus(id))
                .filter(ServiceStatus::isStarted)
                .isPresent();
    }

    /** What {@code /observe/health/ready} names as not ready. */
    List<String> notReady() {
        if (flow.camel() == null) {
            return List.of("not begun");
        }
        return HealthCheckHelper.invokeReadiness(flow.camel()).stream()
                .filter(result -> result.getState() != HealthCheck.State.UP)
                .map(result -> result.getCheck().getId() + " " + result.getMessage().orElse(""))
                .toList();
    }

    /** What {@code /readyz} says. */
    String readyz() {
        return flow.camel().getRegistry().lookupByNameAndType("readiness", Readiness.class).text();
    }

    /** Ends as after SIGTERM, within seconds. */
    @Override
    public void close() {
        flow.stop();
        try {
            running.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            kubernetes.close();
            consul.destroy();
        }
    }
}
