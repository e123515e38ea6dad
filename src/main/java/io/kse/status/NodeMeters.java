package io.kse.status;

import io.kse.node.NodeExport;
import io.kse.node.NodeVerdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The meters of the list of nodes, in numbers of entries or Nodes. What is held is the leader's to
 * tell; it is 0 on the others, whatever they have held before.
 */
public final class NodeMeters implements MeterBinder {
    private final Supplier<Optional<NodeExport>> latest;
    private final Supplier<Optional<NodeExport>> published;
    private final IntSupplier held;
    private final BooleanSupplier leads;

    /**
     * @param latest what was looked at last; empty while not all Nodes are known
     * @param published the same as far as it is to be published: empty also while drained
     * @param held entries that the brake keeps in the list
     * @param leads whether this replica leads
     */
    public NodeMeters(
            Supplier<Optional<NodeExport>> latest,
            Supplier<Optional<NodeExport>> published,
            IntSupplier held,
            BooleanSupplier leads) {
        this.latest = latest;
        this.published = published;
        this.held = held;
        this.leads = leads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(
                        "included.nodes",
                        "nodes",
                        "Nodes of the cluster that should be in the list",
                        () -> count(latest, NodeExport::included))
                .register(registry);
        for (NodeVerdict reason : NodeVerdict.EXCLUDED) {
            Meters.gauge(
                            "excluded.nodes",
                            "nodes",
                            "Nodes of the cluster that should not be in the list; entries that the"
                                    + " brake keeps are in `held_node_entries`",
                            () ->
                                    count(
                                            latest,
                                            export -> export.excluded().getOrDefault(reason, 0)))
                    .tag("reason", Meters.label(reason))
                    .register(registry);
        }
        Meters.gauge(
                        "node.entries",
                        "entries",
                        "Entries that the list of nodes should have, one for each InternalIP; 0 while"
                                + " the cluster is drained",
                        () -> count(published, export -> export.nodes().size()))
                .register(registry);
        Meters.gauge(
                        "kept.node.lists",
                        "lists",
                        "1 while the last list stays since no Node is included",
                        () -> count(published, export -> export.nodes().isEmpty() ? 1 : 0))
                .register(registry);
        Meters.gauge(
                        "held.node.entries",
                        "entries",
                        "Entries that the brake keeps in the list of nodes",
                        () -> leads.getAsBoolean() ? held.getAsInt() : 0)
                .register(registry);
    }

    private static int count(
            Supplier<Optional<NodeExport>> export, ToIntFunction<NodeExport> number) {
        return export.get().map(number::applyAsInt).orElse(0);
    }
}
