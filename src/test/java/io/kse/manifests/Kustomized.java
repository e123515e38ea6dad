package io.kse.manifests;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kse.testbed.Kubectl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What is shipped in {@code k8s/}, as kubectl puts it together. */
public record Kustomized(List<HasMetadata> objects) {
    public static final Path BASE = Path.of("k8s/base");

    /** It takes kubectl most of a second. */
    private static final Map<Path, Kustomized> BUILT = new ConcurrentHashMap<>();

    private static final Path OVERLAYS = Path.of("k8s/overlays");
    private static final Path README = Path.of("k8s/README.md");

    /** All that a folder with a kustomization comes to. */
    public static Kustomized of(Path folder) {
        return BUILT.computeIfAbsent(
                folder, built -> new Kustomized(read(Kubectl.kustomize(built))));
    }

    /** One file as it is. */
    public static Kustomized ofFile(Path file) {
        return new Kustomized(read(text(file)));
    }

    private static List<HasMetadata> read(String yaml) {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        try (KubernetesClient offline = new KubernetesClientBuilder().build()) {
            return offline.load(new ByteArrayInputStream(bytes)).items();
        }
    }

    public static Path overlay(String name) {
        return OVERLAYS.resolve(name);
    }

    /** Every folder that somebody applies as it is. */
    static List<Path> overlays() {
        try (Stream<Path> all = Files.list(OVERLAYS)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The user's own kustomization that the README shows, written into a folder under target. */
    static Path usersOwn() {
        String[] blocks = text(README).split("```yaml\n# kustomization.yaml\n");
        String shown = blocks[1].substring(0, blocks[1].indexOf("```"));
        try {
            Path folder = Files.createDirectories(Path.of("target/users-own-" + ownName()));
            Files.writeString(
                    folder.resolve("kustomization.yaml"),
                    shown.replace("kube-service-exporter/k8s/", "../../k8s/"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two forks of the tests share the folder. */
    private static long ownName() {
        return ProcessHandle.current().pid();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of that kind. */
    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The only one of that kind. */
    public <T extends HasMetadata> T one(Class<T> kind) {
        List<T> all = all(kind);
        if (all.size() != 1) {
            throw new IllegalStateException(all.size() + " of " + kind.getSimpleName());
        }
        return all.get(0);
    }

    /** What Pods are made of, by the name of the Deployment or DaemonSet. */
    Map<String, PodTemplateSpec> templates() {
        Map<String, PodTemplateSpec> all = new TreeMap<>();
        all(Deployment.class).forEach(d -> all.put(name(d), d.getSpec().getTemplate()));
        all(DaemonSet.class).forEach(d -> all.put(name(d), d.getSpec().getTemplate()));
        return all;
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    /** Of our own Pods. */
    PodTemplateSpec template() {
        return templates().get("kube-service-exporter");
    }
}
