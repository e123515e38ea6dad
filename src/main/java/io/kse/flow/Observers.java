package io.kse.flow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulReachability;
import io.kse.consul.KvComponent;
import io.kse.document.KeySpace;
import io.kse.leadership.LeaderLock;
import io.kse.status.FailedChanges;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * Those that tell people what the program does: meters, Events, explanations and the page. They
 * listen to its parts or ask them, and change nothing.
 */
final class Observers {
    private final Metering metering;
    private EventFlow events;

    Observers(
            ExporterConfig config,
            KeySpace keys,
            ConsulReachability consul,
            KubernetesClient kubernetes) {
        this.metering = new Metering(config, keys, consul, kubernetes);
    }

    /** The same lock, which tells how long it takes. */
    LeaderLock timed(LeaderLock lock) {
        return metering.timed(lock);
    }

    /** The same component, which tells what its calls come to. */
    KvComponent of(KvComponent consul) {
        return metering.of(consul);
    }

    /** Before listeners that stop a part. */
    void addTo(Main main) {
        metering.addTo(main);
    }

    /** Once all parts are there, before Camel starts. */
    void bind(BiConsumer<String, Object> registry, FlowParts parts, Supplier<CamelContext> camel) {
        metering.bind(registry, parts);
        follow(parts);
        events = new EventFlow(parts);
        Questions questions = new ExplainFlow(parts, camel).bind(registry);
        new PageFlow(parts, events::held).bind(registry, questions::text);
    }

    /** Until it is known that nothing failed any more. */
    private static void follow(FlowParts parts) {
        FailedChanges failed = parts.changes().failed();
        parts.braking().onPlan((plan, wanted, snapshot, held) -> failed.planned(plan, wanted));
        parts.leadership().onChange(failed::leadershipChanged);
    }

    void start() {
        events.start();
    }

    /** May be called though it was never started. */
    void stop() {
        events.stop();
    }
}
