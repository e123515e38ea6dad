package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, as the administrator: what people see. */
public final class Kubectl {
    private final Path kubeconfig;

    public Kubectl(RealKubernetes kubernetes) {
        this.kubeconfig = kubernetes.kubeconfig();
    }

    /** The lines below {@code Events:} of {@code kubectl describe service}. */
    public List<String> describedEvents(String namespace, String service) {
        String all = run("describe", "service", service, "--namespace", namespace);
        return all.lines().dropWhile(line -> !line.startsWith("Events:")).skip(1).toList();
    }

    /** Applies a folder with a kustomization, strictly: an unknown field is an error. */
    public Answer apply(Path folder) {
        return ask("--kubeconfig=" + kubeconfig, "apply", "--validate=strict", "-k", "" + folder);
    }

    /**
     * What would be applied.
     *
     * @throws IllegalStateException if the folder is no kustomization that can be built
     */
    public static String kustomize(Path folder) {
        Answer answer = ask("kustomize", folder.toString());
        if (answer.code != 0) {
            throw new IllegalStateException(answer.text);
        }
        return answer.text;
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, "--kubeconfig=" + kubeconfig);
        return ask(all.toArray(String[]::new)).text;
    }

    private static Answer ask(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, Programs.KUBECTL.path().toString());
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] text = process.getInputStream().readAllBytes();
            return new Answer(process.waitFor(), new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }

    /**
     * @param text all that it printed, warnings included
     */
    public record Answer(int code, String text) {}
}
