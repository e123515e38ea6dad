package io.kse.flow;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.service.ServiceAnnotations;
import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;

/**
 * A namespace of a test's own, and what an exporter is told that watches it, so that one after the
 * other finds in Consul what its predecessor left.
 */
final class OwnNamespace {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final Map<String, String> settings = new HashMap<>();
    final String name;
    final String prefix;

    OwnNamespace(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.name = kubernetes.newNamespace();
        this.prefix = consul.newPrefix();
        settings.put("KSE_CONSUL_KV_PREFIX", prefix);
    }

    /** For every exporter that starts from now on. */
    OwnNamespace with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    RunningExporter start() throws Exception {
        return RunningExporter.start(kubernetes, consul, name, settings);
    }

    /** A Service that is exported, with one port {@code http}. */
    Services exported(String service) {
        return service(service).exported().port("http", 80);
    }

    Services service(String service) {
        return Services.service(name, service);
    }

    Service create(Services service) {
        return kubernetes.client().resource(service.build()).create();
    }

    /** As many as that, named {@code <first>-0} and so on. */
    void createMany(String first, int count) {
        for (int i = 0; i < count; i++) {
            create(exported(first + "-" + i));
        }
    }

    void delete(String service) {
        kubernetes.client().services().inNamespace(name).withName(service).delete();
    }

    /** Without the prefix of our annotations. */
    void annotate(String service, String annotation, String value) {
        annotate(service, Map.of(annotation, value));
    }

    void annotate(String service, Map<String, String> annotations) {
        Map<String, String> prefixed = new HashMap<>();
        annotations.forEach((key, value) -> prefixed.put(ServiceAnnotations.PREFIX + key, value));
        edit(service, old -> old.editMetadata().addToAnnotations(prefixed).endMetadata());
    }

    void removeAnnotation(String service, String annotation) {
        edit(
                service,
                old ->
                        old.editMetadata()
                                .removeFromAnnotations(ServiceAnnotations.PREFIX + annotation)
                                .endMetadata());
    }

    void unexport(String service) {
        removeAnnotation(service, "exported");
    }

    void edit(String service, UnaryOperator<ServiceBuilder> edit) {
        kubernetes
                .client()
                .services()
                .inNamespace(name)
                .withName(service)
                .edit(old -> edit.apply(new ServiceBuilder(old)).build());
    }

    /**
     * Gives the only port of a Service another NodePort, which is the result. Left to choose one,
     * the API server keeps that of a port whose name stays.
     */
    int moveNodePort(String service) {
        Service spare = create(service("spare-" + service).port("http", 80));
        int nodePort = spare.getSpec().getPorts().get(0).getNodePort();
        delete("spare-" + service);
        edit(
                service,
                old -> old.editSpec().editFirstPort().withNodePort(nodePort).endPort().endSpec());
        return nodePort;
    }

    String key(String service) {
        return key(service, "http");
    }

    String key(String service, String portName) {
        return keyOf("%s-%s-%s-%s".formatted(RunningExporter.CLUSTER, name, service, portName));
    }

    String keyOf(String id) {
        return "%s/services/%s/clusters/%s".formatted(prefix, id, RunningExporter.CLUSTER);
    }

    /** Where the brake's report is. */
    String brake() {
        return prefix + "/brake/" + RunningExporter.CLUSTER;
    }

    Optional<String> get(String key) {
        return consul.get(key);
    }

    /**
     * Every event and list before it has been dealt with: they come one at a time. Its first
     * document may be the work of the first comparison, which deletes only after that.
     */
    void barrier(RunningExporter exporter, String service) {
        create(exported(service));
        exporter.awaitDocument(key(service), "hash");
        annotate(service, "load-balancer-class", "barrier");
        exporter.awaitDocument(key(service), "\"barrier\"");
    }

    /** As long as a busy machine takes for what takes a second, or ten after a comparison. */
    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(25)).pollInterval(Duration.ofMillis(50));
    }

    /** Kubernetes counts creation times in seconds. */
    static void awaitAnotherCreationTime(Service older) {
        Instant next = Instant.parse(older.getMetadata().getCreationTimestamp()).plusSeconds(1);
        await().until(() -> Instant.now().isAfter(next));
    }
}
