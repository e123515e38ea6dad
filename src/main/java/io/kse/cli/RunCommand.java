package io.kse.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Watches a cluster and keeps its documents in Consul, until the process is told to stop. */
@Command(
        name = "run",
        description =
                "Watch the cluster's Services and keep their documents in Consul (the default).")
final class RunCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec private CommandSpec spec;

    RunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        throw new UnsupportedOperationException(spec.qualifiedName() + environment.size());
    }
}
