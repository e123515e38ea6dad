package io.kse.flow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.DogStatsDSettings;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulReachability;
import io.kse.consul.KvComponent;
import io.kse.document.KeySpace;
import io.kse.kubernetes.Backlog;
import io.kse.kubernetes.KubernetesClients;
import io.kse.leadership.LeaderLock;
import io.kse.leadership.Leadership;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.plan.Desired;
import io.kse.status.ComparisonMeters;
import io.kse.status.DogStatsD;
import io.kse.status.DrainMeters;
import io.kse.status.HeapFullness;
import io.kse.status.InformerMeters;
import io.kse.status.InformerMeters.Line;
import io.kse.status.LeaderMeters;
import io.kse.status.OriginalMetrics;
import io.kse.status.RetryMeters;
import io.kse.status.ServerMeters;
import io.kse.status.ServiceMeters;
import io.kse.status.WriteMeters;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The meters of the program: ours, in the registry that Camel's own are in as well, and the
 * original's for DogStatsD. Listens to the parts of the flow; none of them waits for it.
 */
final class Metering {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WriteMeters writes;
    private final RetryMeters retries = bound(new RetryMeters());
    private final HeapFullness heap = bound(new HeapFullness());
    private final ConsulReachability consul;
    private final KubernetesClient kubernetes;
    private final Optional<OriginalMetrics> originals;

    /** Begins to send to DogStatsD, unless that is off. */
    Metering(
            ExporterConfig config,
            KeySpace keys,
            ConsulReachability consul,
            KubernetesClient kubernetes) {
        this.writes = bound(new WriteMeters(keys));
        this.consul = consul;
        this.kubernetes = kubernetes;
        DogStatsDSettings settings = config.dogStatsD();
        this.originals =
                settings.enabled()
                        ? Optional.of(
                                new OriginalMetrics(
                                        DogStatsD.to(
                                                settings.host(), settings.port(), settings.tags()),
                                        keys,
                                        config.podName()))
                        : Optional.empty();
    }

    private <B extends MeterBinder> B bound(B binder) {
        binder.bindTo(registry);
        return binder;
    }

    LeaderLock timed(LeaderLock lock) {
        return originals.<LeaderLock>map(of -> new TimedLock(lock, of::lockRead)).orElse(lock);
    }

    KvComponent of(KvComponent consul) {
        consul.onCalls(new MeteredCalls(writes, originals, Clock.systemUTC()));
        return consul;
    }

    /**
     * Once all parts are there, before Camel starts.
     *
     * @param beans of Camel
     */
    void bind(BiConsumer<String, Object> beans, FlowParts parts) {
        Leadership leadership = parts.leadership();
        Braking braking = parts.braking();
        RegistrationFlow registrations = parts.registrations();
        NodeFlow nodes = parts.nodes();
        Desired desired = parts.desired();
        ServiceWatch services = parts.services();
        braking.onPlan((plan, wanted, snapshot, held) -> writes.planned(plan));
        parts.patience().onRetry(failure -> retries.retried(Retries.reason(failure)));
        beans.accept(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
        bound(new ServiceMeters(() -> desired.keys().size(), desired::services));
        bound(nodes.meters(leadership::isLeading));
        bound(new DrainMeters(parts.draining()::drain));
        bound(new LeaderMeters(leadership::isLeading, braking::held, registrations::held));
        ComparisonMeters compared =
                bound(new ComparisonMeters(leadership::isLeading, System::nanoTime));
        bindServers(registrations);
        parts.comparisons().onCompared(ended -> compared.ended(ended.took(), ended.left() == 0));
        leadership.onChange((before, now) -> changed(before, now, compared));
        Supplier<Backlog> line = services.component()::backlog;
        bound(
                new InformerMeters(
                        Map.of("service", line(line), "node", line(nodes::backlog)),
                        services.doubt()::restarts));
        originals.ifPresent(
                of -> {
                    of.queue(() -> line.get().waiting(), () -> line.get().offered());
                    nodes.onLook(of::nodes);
                });
    }

    private void bindServers(RegistrationFlow agent) {
        bound(
                new ServerMeters(
                        Map.of(
                                "consul", consul::silence,
                                "kubernetes", () -> KubernetesClients.silence(kubernetes),
                                "agent", agent::silence)));
    }

    private static Line line(Supplier<Backlog> line) {
        return new Line(
                () -> line.get().offered(),
                () -> line.get().waiting(),
                () -> lag(line.get(), System.currentTimeMillis()));
    }

    /** Never less than 0, however clocks are set. */
    private static double lag(Backlog line, long now) {
        return Math.max(0, now - line.oldest().orElse(now)) / 1000.0;
    }

    private void changed(LeadershipState before, LeadershipState now, ComparisonMeters compared) {
        boolean led = before instanceof Leading;
        boolean leads = now instanceof Leading;
        if (leads && !led) {
            compared.won();
            originals.ifPresent(OriginalMetrics::elected);
        } else if (led && !leads) {
            originals.ifPresent(OriginalMetrics::relinquished);
        }
    }

    /** Before it starts, and before listeners that stop a part: how long that takes is told. */
    void addTo(Main main) {
        main.addMainListener(new Life());
        originals.ifPresent(of -> main.bind("eventPolicy", OriginalEventCounts.factory(of)));
    }

    /** The program's own start and end. */
    private final class Life extends MainListenerSupport {
        private long stopping = System.nanoTime();

        @Override
        public void afterStart(BaseMainSupport main) {
            heap.start();
            originals.ifPresent(OriginalMetrics::started);
        }

        @Override
        public void beforeStop(BaseMainSupport main) {
            stopping = System.nanoTime();
            originals.ifPresent(OriginalMetrics::stopping);
        }

        /** After SIGTERM, Java waits for the context to have stopped, and not for afterStop. */
        @Override
        public void afterConfigure(BaseMainSupport main) {
            main.getCamelContext()
                    .addLifecycleStrategy(
                            new LifecycleStrategySupport() {
                                @Override
                                public void onContextStopped(CamelContext camel) {
                                    stopped();
                                }
                            });
        }

        private void stopped() {
            heap.stop();
            Duration time = Duration.ofNanos(System.nanoTime() - stopping);
            originals.ifPresent(of -> of.stopped(time));
            originals.ifPresent(OriginalMetrics::close);
        }
    }
}
