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
import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.kubernetes.ListedServices;
import io.kse.kubernetes.LiveNodes;
import io.kse.kubernetes.LiveServices;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.Braked;
import io.kse.plan.Drain;
import io.kse.plan.Drain.Word;
import io.kse.plan.Plan;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.DeletePercent;
import io.kse.service.TemplatedId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * A cluster compared with Consul once, by the routes, the planning and the brake of the running
 * program. Has no fence, so that it could not write if it wanted to.
 *
 * @param services all that are watched
 * @param cluster what they come to together
 * @param snapshot what Consul holds
 * @param plan what turns the one into the other, before the brake has seen it
 * @param braked what the brake makes of it, as of a replica that begins to lead now
 */
record ClusterComparison(
        List<Service> services, Rendering cluster, Snapshot snapshot, Plan plan, Braked braked) {
    /** Longer than the API server takes for all pages, shorter than somebody waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Everything, the list of nodes included.
     *
     * @throws KubernetesUnavailable if the API server does not tell all
     * @throws io.kse.consul.ConsulUnavailable if Consul does not answer
     * @throws io.kse.consul.ConsulRefused if it answers no
     */
    static ClusterComparison of(
            ExporterConfig config,
            KeySpace keys,
            RouteFiles routes,
            KubernetesClient kubernetes,
            ConsulReader consul) {
        List<Service> services = services(config, kubernetes);
        Rendering cluster = Rendering.ofCluster();
        new LiveNodes(kubernetes)
                .list(PATIENCE)
                .ifPresentOrElse(
                        nodes -> cluster.nodes(included(nodes, config)),
                        () -> cluster.note("missing right: list nodes; the nodes key stays"));
        render(cluster, services, config, keys, routes, kubernetes);
        Snapshot snapshot = consul.read();
        if (drain(config, keys, snapshot).isDrained()) {
            cluster.drained();
        }
        return compare(services, cluster, config, keys, snapshot);
    }

    /** Whether a run would drain the cluster. */
    static Drain drain(ExporterConfig config, KeySpace keys, Snapshot snapshot) {
        Word word = Word.of(snapshot.get(keys.drain()).map(Stored::value));
        return new Drain(config.operation().drained(), word);
    }

    /** The same without the list of nodes, which needs a right of its own. */
    static ClusterComparison ofServices(
            ExporterConfig config,
            KeySpace keys,
            RouteFiles routes,
            KubernetesClient kubernetes,
            ConsulReader consul) {
        List<Service> services = services(config, kubernetes);
        Rendering cluster = Rendering.ofCluster();
        render(cluster, services, config, keys, routes, kubernetes);
        return compare(services, cluster, config, keys, consul.read());
    }

    private static List<Service> services(ExporterConfig config, KubernetesClient kubernetes) {
        return new LiveServices(kubernetes, config.services().namespaces()).list(PATIENCE);
    }

    private static SortedSet<ExportedNode> included(List<Node> nodes, ExporterConfig config) {
        List<ClusterNode> all = nodes.stream().map(ClusterNode::of).toList();
        return NodeExport.of(all, config.nodes(), Instant.now()).nodes();
    }

    private static void render(
            Rendering cluster,
            List<Service> all,
            ExporterConfig config,
            KeySpace keys,
            RouteFiles routes,
            KubernetesClient kubernetes) {
        ListedServices lookup = new ListedServices(all, config.services().namespaces(), kubernetes);
        Documents documents =
                new Documents(keys, TemplatedId.of(config.services().keyTemplate()), false);
        try (DocumentFlow flow = DocumentFlow.start(routes, documents, lookup)) {
            cluster.render(all, service -> documents(service, flow, lookup));
        }
    }

    private static ServiceDocuments documents(
            Service service, DocumentFlow flow, ListedServices lookup) {
        ServiceDocuments documents = flow.documents(service);
        lookup.requireAnswers();
        return documents;
    }

    private static ClusterComparison compare(
            List<Service> services,
            Rendering cluster,
            ExporterConfig config,
            KeySpace keys,
            Snapshot snapshot) {
        Plan plan =
                new Planner(keys, config.services().keyTemplate()).plan(cluster.wanted(), snapshot);
        DeletePercent most = new DeletePercent(config.operation().maxDeletePercent());
        Braked braked =
                new Brake(keys, most)
                        .check(BrakeCause.WON, plan, cluster.wanted(), snapshot, Instant.now());
        return new ClusterComparison(services, cluster, snapshot, plan, braked);
    }
}
