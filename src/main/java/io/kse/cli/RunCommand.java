package io.kse.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.BadSettings;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.flow.LiveFlow;
import io.kse.flow.RouteFiles;
import io.kse.kubernetes.KubernetesClients;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kiwiproject.consul.Consul;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Watches a cluster and keeps its documents in Consul, until the process is told to stop. */
@Command(
        name = "run",
        description =
                "Watch the cluster's Services and keep their documents in Consul (the default).",
        footer = {
            "Example:",
            "  KSE_CLUSTER_ID=prod kube-service-exporter run",
            "",
            "Documentation: docs/settings.md lists every setting"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final Map<String, String> environment;

    RunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Touches nothing before all settings and files are known to be good. */
    @Override
    public Integer call() throws BadSettings {
        ExporterConfig config = ExporterConfig.from(environment);
        config.warnings().forEach(LOG::warn);
        RouteFiles routes = RouteFiles.of(config.routes());
        ConsulClients clients = new ConsulClients(config.consul());
        Consul consul = clients.connect();
        try (KubernetesClient kubernetes = KubernetesClients.connect(environment)) {
            new LiveFlow(config, kubernetes, clients, consul, routes).run();
        } finally {
            consul.destroy();
        }
        return ExitCode.DONE;
    }
}
