package io.kse.cli;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.kse.manifests.Kustomized;
import io.kse.testbed.Account;
import io.kse.testbed.Figures;
import io.kse.testbed.FreePorts;
import io.kse.testbed.Kubectl;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the original is deployed, with only the image changed: its rights, its environment, its
 * probe. A cluster and a Consul of the test's own, since names are those of real ones.
 */
class OriginalManifestsTest {
    private static final Path ORIGINAL = Path.of("src/test/resources/original");
    private static final String ACCOUNT = "kube-service-exporter";
    private static final String NAMESPACE = "kube-system";
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir private Path folder;

    @Test
    void allIsPublishedAndWhatIsMissingIsSaidInOneLineEach() throws Exception {
        try (RealKubernetes kubernetes = RealKubernetes.start(newFolder("kubernetes"));
                RealConsul consul = RealConsul.start(newFolder("consul"));
                OwnNodes nodes = new OwnNodes(kubernetes)) {
            Pod pod = deploy(kubernetes);
            String node = nodes.create("n", "192.0.2.1");
            String shop = kubernetes.newNamespace();
            create(kubernetes, shop, "cart");
            Map<String, String> environment = environment(pod, kubernetes, consul);
            try (ExporterProcess exporter = ExporterProcess.start(folder, environment)) {
                long begun = System.nanoTime();
                awaitProbe(environment);
                Figures.since("start to the first ok of /healthz, as the probe asks", begun);
                awaitKey(consul, document(shop, "cart"), "port");
                awaitKey(consul, "nodes/democluster", node);
                exporter.awaitOutput("create events");
                create(kubernetes, shop, "later");
                awaitKey(consul, document(shop, "later"), "");

                assertThat(consul.get(key("leadership/democluster-leader")))
                        .hasValue(pod.getMetadata().getName());
                assertThat(warnings(exporter))
                        .containsExactlyInAnyOrder(
                                "Missing right: get namespace kube-system. Whether another cluster"
                                        + " uses the same cluster id is not checked.",
                                "Missing right: create events.events.k8s.io in namespace "
                                        + shop
                                        + "."
                                        + " Where it is missing, Services get no Events, and none"
                                        + " are tried until the program is started anew.");
            }
        }
    }

    private Path newFolder(String name) throws Exception {
        return Files.createDirectory(folder.resolve(name));
    }

    /** What kubectl and the API server say of it; a Pod as the Deployment makes it. */
    private static Pod deploy(RealKubernetes kubernetes) {
        await("made by the API server itself")
                .until(() -> kubernetes.client().namespaces().withName(NAMESPACE).get() != null);
        Kubectl.Answer answer = new Kubectl(kubernetes).apply(ORIGINAL);
        assertThat(answer.text()).doesNotContainIgnoringCase("warning");
        assertThat(answer.code()).isZero();
        PodTemplateSpec template =
                Kustomized.of(ORIGINAL).one(Deployment.class).getSpec().getTemplate();
        return kubernetes
                .client()
                .resource(
                        new PodBuilder()
                                .withNewMetadataLike(template.getMetadata())
                                .withNamespace(NAMESPACE)
                                .withGenerateName("kube-service-exporter-")
                                .endMetadata()
                                .withSpec(template.getSpec())
                                .build())
                .create();
    }

    private static void create(RealKubernetes kubernetes, String shop, String name) {
        kubernetes
                .client()
                .resource(service(shop, name).exported().port("http", 80).build())
                .create();
    }

    /** That of the Pod, and what only a real Pod has: its token, its DNS, ports of its own. */
    private Map<String, String> environment(Pod pod, RealKubernetes kubernetes, RealConsul consul)
            throws Exception {
        Map<String, String> environment = new HashMap<>();
        Container container = pod.getSpec().getContainers().get(0);
        container
                .getEnv()
                .forEach(variable -> environment.put(variable.getName(), of(variable, pod)));
        assertThat(environment)
                .containsOnlyKeys(
                        "KSE_CLUSTER_ID",
                        "KSE_CONSUL_HOST",
                        "KSE_POD_NAME",
                        "KSE_SERVICES_ENABLED");
        HostsFile dns = new HostsFile(folder.resolve("hosts")).say("consul", consul.host());
        environment.put("JAVA_TOOL_OPTIONS", dns.javaToolOptions());
        environment.put("KSE_CONSUL_PORT", String.valueOf(consul.port()));
        environment.put("KSE_HTTP_PORT", String.valueOf(FreePorts.next()));
        environment.put(
                "KUBECONFIG", new Account(kubernetes, NAMESPACE, ACCOUNT).kubeconfig().toString());
        return environment;
    }

    private static String of(EnvVar variable, Pod pod) {
        return variable.getValueFrom() == null ? variable.getValue() : pod.getMetadata().getName();
    }

    private static void awaitProbe(Map<String, String> environment) {
        URI uri = URI.create("http://127.0.0.1:" + environment.get("KSE_HTTP_PORT") + "/healthz");
        HttpRequest probe = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        HttpClient client = HttpClient.newHttpClient();
        await("/healthz")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> isOk(client.send(probe, BodyHandlers.ofString())));
    }

    private static boolean isOk(HttpResponse<String> answer) {
        return answer.statusCode() == 200 && answer.body().equals("ok");
    }

    private static void awaitKey(RealConsul consul, String key, String part) {
        await(key)
                .atMost(SOON)
                .until(
                        () ->
                                consul.get(key(key))
                                        .filter(value -> value.contains(part))
                                        .isPresent());
    }

    private static String document(String namespace, String name) {
        return "services/democluster-%s-%s-http/clusters/democluster".formatted(namespace, name);
    }

    private static String key(String key) {
        return "kube-service-exporter/" + key;
    }

    /** Without time and logger. */
    private static List<String> warnings(ExporterProcess exporter) {
        return exporter.output()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .map(line -> line.substring(line.indexOf("] ") + 2))
                .toList();
    }
}
