package io.kse.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Interim: consul-template as a process. */
public final class RunningTemplate implements AutoCloseable {
    private final RealProcess process;

    private RunningTemplate(RealProcess process) {
        this.process = process;
    }

    public static RunningTemplate start(
            Path folder, Map<String, String> environment, String... options) {
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add(Programs.CONSUL_TEMPLATE.path().toString());
        command.addAll(List.of(options));
        return new RunningTemplate(RealProcess.start("consul-template", folder, command));
    }

    public void awaitEnd() {
        process.awaitEnd();
    }

    @Override
    public void close() {
        process.kill();
    }
}
