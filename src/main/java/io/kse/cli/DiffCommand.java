package io.kse.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulReader;
import io.kse.document.KeySpace;
import io.kse.flow.RouteFiles;
import io.kse.kubernetes.KubernetesClients;
import io.kse.plan.Braked;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Shows what a run would change in Consul, by the routes and the planning of the running program.
 * Changes nothing, opens no session, and prints no line before it has read everything.
 */
@Command(
        name = "diff",
        exitCodeOnInvalidInput = ExitCode.FAILED,
        description = {
            "Compare the cluster with Consul: print what a run would change, and change nothing.",
            "",
            "Standard output has a line for each key, sorted, and how many they are:",
            "  + KEY: new                        it would be written",
            "  ~ KEY: port 30080 -> 30081        its fields would change so",
            "  ~ KEY: drift: port 1 -> 30080     somebody else has changed it",
            "  - KEY: orphan: ...                it would be deleted",
            "  ! KEY: delete held by the brake   it stays until an operator lets it go",
            "  = KEY: kept ...                   no Service wants it so, but it stays",
            "Standard error has a line for each Service that is refused, and lines that begin with"
                    + " 'note:' for what is no failure.",
            "",
            "Needs the settings of run, and the rights to list Services and Nodes and to read keys. The brake"
                    + " is asked as by a replica that begins to lead now."
        },
        exitCodeList = {
            "0:nothing to change; keys that stay, and Services that are refused, do not count",
            "1:wrong options, bad settings or route files, a server that does not answer, or a"
                    + " missing right",
            "2:something to change, or held"
        },
        footer = {
            "Example:",
            "  KSE_CLUSTER_ID=prod KSE_CONSUL_HOST=192.0.2.10 kube-service-exporter diff",
            "",
            "Documentation: README.md and docs/ (docs/settings.md lists every setting)"
        })
final class DiffCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec private CommandSpec spec;

    DiffCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Output output = new Output(spec.commandLine());
        ExporterConfig config = ExporterConfig.from(environment);
        RouteFiles routes = RouteFiles.of(config.routes());
        config.warnings().forEach(output::note);
        KeySpace keys = new KeySpace(config.consul().prefix(), config.clusterId());
        try (KubernetesClient kubernetes = KubernetesClients.connectOnce(environment);
                ConsulReader consul = new ConsulReader(config.consul(), keys)) {
            ClusterComparison compared =
                    ClusterComparison.of(config, keys, routes, kubernetes, consul);
            Braked braked = compared.braked();
            Difference difference = new Difference(compared.plan(), braked);
            consul.requireReadable(difference.missing());
            consul.requireReadable(List.of(keys.drain()));
            output.say(compared.cluster());
            braked.warnings().forEach(line -> output.note("a run would say: " + line));
            output.print(difference.lines());
            return difference.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
        }
    }
}
