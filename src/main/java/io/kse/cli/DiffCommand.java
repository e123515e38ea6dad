package io.kse.cli;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulReader;
import io.kse.document.Documents;
import io.kse.document.KeySpace;
import io.kse.document.ServiceDocuments;
import io.kse.flow.DocumentFlow;
import io.kse.flow.RouteFiles;
import io.kse.kubernetes.KubernetesClients;
import io.kse.kubernetes.ListedServices;
import io.kse.kubernetes.LiveNodes;
import io.kse.kubernetes.LiveServices;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.Braked;
import io.kse.plan.Plan;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Wanted;
import io.kse.service.DeletePercent;
import io.kse.service.TemplatedId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
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
            "  KSE_CLUSTER_ID=prod KSE_CONSUL_HOST=consul.example.com kube-service-exporter diff",
            "",
            "Documentation: README.md and docs/ (docs/settings.md lists every setting)"
        })
final class DiffCommand implements Callable<Integer> {
    /** Longer than the API server takes for all pages, shorter than somebody waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
            Rendering cluster = rendering(config, keys, routes, kubernetes);
            Snapshot snapshot = consul.read();
            Plan plan = plan(config, keys, cluster.wanted(), snapshot);
            Braked braked = braked(config, keys, plan, cluster.wanted(), snapshot);
            Difference difference = new Difference(plan, braked);
            consul.requireReadable(difference.missing());
            output.say(cluster);
            braked.warnings().forEach(line -> output.note("a run would say: " + line));
            output.print(difference.lines());
            return difference.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
        }
    }

    private static Rendering rendering(
            ExporterConfig config, KeySpace keys, RouteFiles routes, KubernetesClient kubernetes) {
        List<String> namespaces = config.services().namespaces();
        List<Service> all = new LiveServices(kubernetes, namespaces).list(PATIENCE);
        ListedServices lookup = new ListedServices(all, namespaces, kubernetes);
        Documents documents =
                new Documents(keys, TemplatedId.of(config.services().keyTemplate()), false);
        Rendering rendering = Rendering.ofCluster();
        new LiveNodes(kubernetes)
                .list(PATIENCE)
                .ifPresentOrElse(
                        nodes -> rendering.nodes(included(nodes, config)),
                        () -> rendering.note("missing right: list nodes; the nodes key stays"));
        try (DocumentFlow flow = DocumentFlow.start(routes, documents, lookup)) {
            rendering.render(all, service -> documents(service, flow, lookup));
        }
        return rendering;
    }

    private static SortedSet<ExportedNode> included(List<Node> nodes, ExporterConfig config) {
        List<ClusterNode> all = nodes.stream().map(ClusterNode::of).toList();
        return NodeExport.of(all, config.nodes(), Instant.now()).nodes();
    }

    private static ServiceDocuments documents(
            Service service, DocumentFlow flow, ListedServices lookup) {
        ServiceDocuments documents = flow.documents(service);
        lookup.requireAnswers();
        return documents;
    }

    private static Plan plan(
            ExporterConfig config, KeySpace keys, Wanted wanted, Snapshot snapshot) {
        return new Planner(keys, config.services().keyTemplate()).plan(wanted, snapshot);
    }

    private static Braked braked(
            ExporterConfig config, KeySpace keys, Plan plan, Wanted wanted, Snapshot snapshot) {
        DeletePercent most = new DeletePercent(config.operation().maxDeletePercent());
        return new Brake(keys, most).check(BrakeCause.WON, plan, wanted, snapshot, Instant.now());
    }
}
