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

@Command(name = "run")
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Override
    public Integer call() throws BadSettings {
        Map<String, String> environment = System.getenv();
        ExporterConfig config = ExporterConfig.from(environment);
        config.warnings().forEach(LOG::warn);
        RouteFiles routes = RouteFiles.of(config.routes());
        Consul consul = ConsulClients.connect(config.consul());
        try (KubernetesClient kubernetes = KubernetesClients.connect(environment)) {
            new LiveFlow(config, kubernetes, consul, routes).run();
        } finally {
            consul.destroy();
        }
        return 0;
    }
}
