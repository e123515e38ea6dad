package io.kse.cli;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kse.service.ServiceAnnotations;
import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A namespace and a prefix of a test's own, as cluster {@code prod}, for {@code diff}. */
final class ComparedCluster {
    final Map<String, String> environment = new HashMap<>();
    final String namespace;
    final String prefix;

    private final RealKubernetes kubernetes;
    private final RealConsul consul;

    ComparedCluster(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        namespace = kubernetes.newNamespace();
        prefix = consul.newPrefix();
        environment.put("KSE_CLUSTER_ID", "prod");
        environment.put("KSE_CONSUL_HOST", consul.host());
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", prefix);
        environment.put("KSE_NAMESPACE_LIST", namespace);
        environment.put("KSE_NODE_SELECTOR", "test-of=" + namespace);
        environment.put("KUBECONFIG", kubernetes.kubeconfig().toString());
    }

    Run diff(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "diff";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Run.in(environment, new byte[0], arguments);
    }

    /** Without asking an exporter. */
    Run explain(String service) {
        return Run.in(environment, new byte[0], "explain", "--offline", namespace + "/" + service);
    }

    Services exported(String name) {
        return Services.service(namespace, name).exported();
    }

    Service create(Services service) {
        return kubernetes.client().resource(service.build()).create();
    }

    void delete(String name) {
        kubernetes.client().services().inNamespace(namespace).withName(name).delete();
    }

    void annotate(String name, String annotation, String value) {
        kubernetes.annotate(namespace, name, ServiceAnnotations.PREFIX + annotation, value);
    }

    /** Publishes what is exported now, as an exporter does. */
    void publish() {
        documents().forEach(consul::put);
    }

    /** What an exporter writes, by key. */
    Map<String, String> documents() {
        String services =
                Serialization.asJson(kubernetes.client().services().inNamespace(namespace).list());
        return Run.in(environment, services.getBytes(StandardCharsets.UTF_8), "render", "-")
                .entries();
    }

    /** Of a port in this cluster. */
    String key(String name, String port) {
        return keyOf("prod-%s-%s-%s".formatted(namespace, name, port));
    }

    String keyOf(String serviceId) {
        return "%s/services/%s/clusters/prod".formatted(prefix, serviceId);
    }
}
