package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.document.KeySpace;
import io.kse.kubernetes.Backlog;
import io.kse.kubernetes.InformerNodesComponent;
import io.kse.leadership.Leadership;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.page.Facts;
import io.kse.plan.Brake;
import io.kse.plan.WantedNodes;
import io.kse.status.NodeMeters;
import io.kse.status.NodeNotices;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** The parts of the program that are there for the list of nodes. */
final class NodeFlow {
    private final InformerNodesComponent nodes = new InformerNodesComponent();
    private final NodeSelectors selectors;
    private final boolean leaderOnly;
    private final NodeLists lists;
    private final Brake brake;

    NodeFlow(ExporterConfig config, KeySpace keys, Draining draining, Brake brake) {
        this.selectors = config.nodes();
        this.leaderOnly = config.consulServices().enabled();
        this.lists =
                new NodeLists(
                        nodes::nodes,
                        config.nodes(),
                        draining::drain,
                        brake::looksAgain,
                        this::held,
                        nodes::restartWatch,
                        new NodeNotices(config.nodes(), keys.nodes()),
                        Clock.systemUTC());
        this.brake = brake;
    }

    void bind(BiConsumer<String, Object> registry) {
        registry.accept("nodeLists", lists);
    }

    /** What the nodes key should hold now; empty if it stays as it is. */
    Optional<WantedNodes> wanted() {
        return lists.wanted();
    }

    /** Who hears what is to be published of Nodes, whenever it was looked at. */
    void onLook(Consumer<Optional<NodeExport>> listener) {
        lists.onLook(listener);
    }

    private int held() {
        return brake.heldNodes().size();
    }

    /** How the events of Nodes stand. */
    Backlog backlog() {
        return nodes.backlog();
    }

    NodeMeters meters(BooleanSupplier leads) {
        return new NodeMeters(lists::latest, lists::published, this::held, leads);
    }

    /** How many entries the list should have; 0 also while not all Nodes are known. */
    int entries() {
        return lists.published().map(export -> export.nodes().size()).orElse(0);
    }

    /**
     * All Nodes and what they come to at that moment; empty while they are not all known.
     *
     * @param knowsHeld whether this replica's brake can tell what is held
     */
    Optional<Facts.Nodes> facts(Instant now, boolean knowsHeld) {
        Set<ExportedNode> held = knowsHeld ? brake.heldNodes() : Set.of();
        return nodes.nodes()
                .map(all -> all.stream().map(ClusterNode::of).toList())
                .map(all -> new Facts.Nodes(all, NodeExport.of(all, selectors, now), held));
    }

    /** Before Camel reads any route. */
    void addTo(CamelContext camel) {
        camel.addComponent("kubernetes-nodes", nodes);
    }

    /** Once Camel runs. */
    void start(CamelContext camel, Leadership leadership) {
        if (leaderOnly) {
            leadership.onChange(new NodeWatch(camel, lists));
        }
    }
}
