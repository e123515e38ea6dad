package io.kse.status;

import io.kse.node.NodeExport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The meters of the list of nodes, in numbers of entries or Nodes. */
public final class NodeMeters implements MeterBinder {
    private final Supplier<Optional<NodeExport>> latest;
    private final IntSupplier held;

    /**
     * @param latest what was looked at last; empty while not all Nodes are known
     * @param held entries that the brake keeps in the list
     */
    public NodeMeters(Supplier<Optional<NodeExport>> latest, IntSupplier held) {
        this.latest = latest;
        this.held = held;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("kse.nodes.included", this, of -> of.included())
                .description("Entries that the list of nodes should have")
                .register(registry);
        Gauge.builder("kse.nodes.seen", this, of -> of.seen())
                .description("Nodes of the cluster, included or not")
                .register(registry);
        Gauge.builder("kse.nodes.kept", this, of -> of.isKept() ? 1 : 0)
                .description("1 while the last list stays since no Node is included")
                .register(registry);
        Gauge.builder("kse.nodes.held", held, IntSupplier::getAsInt)
                .description("Entries that the brake keeps in the list")
                .register(registry);
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
