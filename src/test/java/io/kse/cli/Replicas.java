package io.kse.cli;

import static io.kse.service.Services.service;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.service.ServiceAnnotations;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Processes of one cluster, over a namespace and a prefix of their own. */
final class Replicas implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final Path folder;
    private final String namespace;
    private final String prefix;
    private final Map<String, String> settings = new HashMap<>();
    private final List<ExporterProcess> started = new ArrayList<>();

    Replicas(RealKubernetes kubernetes, RealConsul consul, Path folder) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.folder = folder;
        this.namespace = kubernetes.newNamespace();
        this.prefix = consul.newPrefix();
    }

    /** For every process that starts from now on. */
    Replicas with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** How many entries the list of nodes has; 0 if there is none. */
    int nodes() {
        String list = consul.get(prefix + "/nodes/prod").orElse("");
        return list.split("\"Name\"", -1).length - 1;
    }

    ExporterProcess start(String pod) throws IOException {
        return start(pod, consul.port());
    }

    /**
     * Returns when it has started; one starts at a time, so that tests side by side leave each
     * other time for what they measure.
     *
     * @param consulPort of a way to Consul
     */
    ExporterProcess start(String pod, int consulPort) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("KSE_POD_NAME", pod);
        environment.put("KSE_CLUSTER_ID", "prod");
        environment.put("KSE_CONSUL_HOST", consul.host());
        environment.put("KSE_CONSUL_PORT", String.valueOf(consulPort));
        environment.put("KSE_CONSUL_KV_PREFIX", prefix);
        environment.put("KSE_NAMESPACE_LIST", namespace);
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", "0");
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
        environment.put("KSE_NODE_SELECTOR", "test-of=" + namespace);
        environment.putAll(settings);
        synchronized (Replicas.class) {
            ExporterProcess process = ExporterProcess.start(folder, environment);
            started.add(process);
            process.awaitOutput("cluster prod: Services of");
            return process;
        }
    }

    void create(String name) {
        kubernetes
                .client()
                .resource(service(namespace, name).exported().port("http", 80).build())
                .create();
    }

    void delete(String name) {
        kubernetes.client().services().inNamespace(namespace).withName(name).delete();
    }

    /** Its document then says {@code "load_balancer_class":"<loadBalancerClass>"}. */
    void change(String name, String loadBalancerClass) {
        kubernetes
                .client()
                .services()
                .inNamespace(namespace)
                .withName(name)
                .edit(
                        service ->
                                new ServiceBuilder(service)
                                        .editMetadata()
                                        .addToAnnotations(
                                                ServiceAnnotations.PREFIX + "load-balancer-class",
                                                loadBalancerClass)
                                        .endMetadata()
                                        .build());
    }

    String key(String name) {
        return "%s/services/prod-%s-%s-http/clusters/prod".formatted(prefix, namespace, name);
    }

    /** Ids of those Consul Services of the agent that are of this namespace. */
    Set<String> registered() {
        Set<String> ids = new TreeSet<>(consul.services());
        ids.removeIf(id -> !id.contains(namespace));
        return ids;
    }

    /** Everything under the prefix but the lock. */
    Map<String, String> documents() {
        Map<String, String> all = new TreeMap<>(consul.keys(prefix));
        all.remove(prefix + "/leadership/prod-leader");
        return all;
    }

    void awaitDocument(String name, String text) {
        await(name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> documents().getOrDefault(key(name), "").contains(text));
    }

    void awaitGone(String name) {
        await(name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !documents().containsKey(key(name)));
    }

    @Override
    public void close() {
        started.forEach(ExporterProcess::close);
    }
}
