package io.kse.status;

import io.kse.node.NodeExport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The meters of the list of nodes, in numbers of entries or Nodes. What is held is the leader's to
 * tell; it is 0 on the others, whatever they have held before.
 */
public final class NodeMeters implements MeterBinder {
    private final Supplier<Optional<NodeExport>> latest;
    private final IntSupplier held;
    private final BooleanSupplier leads;

    /**
     * @param latest what was looked at last; empty while not all Nodes are known
     * @param held entries that the brake keeps in the list
     * @param leads whether this replica leads
     */
    public NodeMeters(
            Supplier<Optional<NodeExport>> latest, IntSupplier held, BooleanSupplier leads) {
        this.latest = latest;
        this.held = held;
        this.leads = leads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge("kse.nodes.included", this::included)
                .description("Entries that the list of nodes should have")
                .register(registry);
        gauge("kse.nodes.seen", this::seen)
                .description("Nodes of the cluster, included or not")
                .register(registry);
        gauge("kse.nodes.kept", () -> isKept() ? 1 : 0)
                .description("1 while the last list stays since no Node is included")
                .register(registry);
        gauge("kse.nodes.held", () -> leads.getAsBoolean() ? held.getAsInt() : 0)
                .description("Entries that the brake keeps in the list")
                .register(registry);
    }

    /** The registry would forget what nobody else remembers. */
    private static Gauge.Builder<IntSupplier> gauge(String name, IntSupplier value) {
        return Gauge.builder(name, value, IntSupplier::getAsInt).strongReference(true);
    }

    private int included() {
        return latest.get().map(export -> export.nodes().size()).orElse(0);
    }

    private int seen() {
        return latest.get().map(NodeExport::seen).orElse(0);
    }

    private boolean isKept() {
        return latest.get().filter(export -> export.nodes().isEmpty()).isPresent();
    }
}
