package io.kse.cli;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealKubernetes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The golden Services in a real cluster, as far as it takes them, and what the original has written
 * of those to Consul. They have names and NodePorts of their own, so the cluster is the test's own.
 */
final class GoldenCluster implements AutoCloseable {
    static final String CLUSTER = "transformers";

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String PREFIX = "kube-service-exporter";

    /** Exported with NodePort 0, which a real cluster never has: it allocates one. */
    private static final String ALLOCATED = "default/nodeport-zero";

    /** That one, and those whose names have a capital letter, which the API server refuses. */
    private static final Set<String> NOT_HERE =
            Set.of("default-nodeport-zero-", "default-exported-T-", "default-percluster-F-");

    /** Two ports of one number need two protocols; which is in no document. */
    private static final String ONE_PROTOCOL = "team-a/udp-and-tcp";

    private final RealKubernetes kubernetes;
    private final OwnNodes nodes;
    private final Set<String> namespaces = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();

    GoldenCluster(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.nodes = new OwnNodes(kubernetes);
        await("made by the API server itself")
                .until(() -> kubernetes.client().namespaces().withName("default").get() != null);
        Serialization.unmarshal(read("services.json"), ServiceList.class)
                .getItems()
                .forEach(this::create);
        nodes.create("a", "10.0.0.1");
        nodes.create("b", "10.0.0.2", "fd00::2");
        nodes.create("c", "10.0.0.3");
    }

    private void create(Service service) {
        String name = name(service);
        if (name.equals(ALLOCATED)) {
            return;
        }
        createNamespace(service.getMetadata().getNamespace());
        try {
            kubernetes.client().resource(asTaken(service)).create();
        } catch (KubernetesClientException e) {
            refused.add(name);
        }
    }

    /** With addresses of this cluster. */
    private static Service asTaken(Service service) {
        ServiceBuilder taken = new ServiceBuilder(service);
        taken.editSpec().withClusterIP(null).withClusterIPs().endSpec();
        if (name(service).equals(ONE_PROTOCOL)) {
            taken.editSpec().editFirstPort().withProtocol("UDP").endPort().endSpec();
        }
        return taken.build();
    }

    private static String name(Service service) {
        return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    }

    private void createNamespace(String name) {
        if (namespaces.add(name) && !name.equals("default")) {
            NamespaceBuilder namespace = new NamespaceBuilder();
            namespace.withNewMetadata().withName(name).endMetadata();
            kubernetes.client().resource(namespace.build()).create();
        }
    }

    /** Those of the Services, for KSE_NAMESPACE_LIST. */
    Set<String> namespaces() {
        return namespaces;
    }

    /** Services that the API server does not take. */
    Set<String> refused() {
        return refused;
    }

    String selector() {
        return nodes.selector();
    }

    /** As Go's encoding/json writes it. */
    String nodeList() {
        return ("[{\"Name\":\"%1$s-a\",\"Address\":\"10.0.0.1\"},"
                        + "{\"Name\":\"%1$s-b\",\"Address\":\"10.0.0.2\"},"
                        + "{\"Name\":\"%1$s-b\",\"Address\":\"fd00::2\"},"
                        + "{\"Name\":\"%1$s-c\",\"Address\":\"10.0.0.3\"}]")
                .formatted(nodes.full("").replaceFirst("-$", ""));
    }

    /** The original sorts by name only. */
    String nodeListInTheOrderOfTheNodes() {
        return nodeList()
                .replace("fd00::2", "first")
                .replace("10.0.0.2", "fd00::2")
                .replace("first", "10.0.0.2");
    }

    /** Byte by byte what the original has written of the Services that are here. */
    Map<String, String> documents(String prefix) {
        Map<String, String> documents = new TreeMap<>();
        golden().get("documents")
                .properties()
                .forEach(
                        entry ->
                                documents.put(
                                        entry.getKey().replace(PREFIX + "/", prefix + "/"),
                                        entry.getValue().asText()));
        documents.keySet().removeIf(GoldenCluster::isOfNoService);
        return documents;
    }

    private static boolean isOfNoService(String key) {
        return NOT_HERE.stream().anyMatch(key::contains);
    }

    static String key(String prefix, String service) {
        return "%s/services/%s-%s/clusters/%2$s".formatted(prefix, CLUSTER, service);
    }

    private static JsonNode golden() {
        try {
            return new ObjectMapper().readTree(read("services-expected.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(GOLDEN.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nodes.close();
    }
}
