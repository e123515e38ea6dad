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

    private String run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.KUBECTL.path().toString());
        command.add("--kubeconfig=" + kubeconfig);
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
