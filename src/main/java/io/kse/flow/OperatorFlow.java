package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.config.JarVersion;
import io.kse.document.Beat;
import io.kse.document.KeySpace;
import io.kse.plan.Desired;
import java.time.Instant;
import java.util.function.BiConsumer;

/** The parts of the program that are there for operators: the drain and the heartbeat. */
final class OperatorFlow {
    /** The id of the route that runs only if there is to be a heartbeat. */
    static final String HEARTBEAT = "write-heartbeat";

    private final ExporterConfig config;
    private final KeySpace keys;
    private final Draining draining;

    OperatorFlow(ExporterConfig config, KeySpace keys) {
        this.config = config;
        this.keys = keys;
        this.draining = new Draining(config.operation().drained(), keys.drain());
    }

    Draining draining() {
        return draining;
    }

    void bind(BiConsumer<String, Object> registry, Desired desired, NodeFlow nodes) {
        registry.accept("draining", draining);
        registry.accept("heartbeat", new Heartbeat(keys.heartbeat(), () -> beat(desired, nodes)));
    }

    private Beat beat(Desired desired, NodeFlow nodes) {
        return new Beat(
                Instant.now(),
                config.podName(),
                JarVersion.of(OperatorFlow.class),
                desired.keys().size(),
                nodes.entries());
    }
}
