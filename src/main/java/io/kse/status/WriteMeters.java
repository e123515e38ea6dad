package io.kse.status;

import io.kse.document.KeySpace;
import io.kse.plan.CallOutcome;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Plan;
import io.kse.plan.PlannedNodes;
import io.kse.plan.Transaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The meters of changes to Consul KV, from their plan to their end. All of them are 0 where another
 * replica leads. To be bound before anything is told.
 */
public final class WriteMeters implements MeterBinder {
    /** From the time that a transaction takes to what an outage of Consul makes of it. */
    private static final Duration[] BUCKETS =
            LongStream.of(
                            5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
                            60_000, 300_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Map<CallOutcome, Timer> transactions = new EnumMap<>(CallOutcome.class);
    private final KeySpace keys;
    private Operations planned;
    private Operations applied;
    private Operations refused;
    private Counter repaired;
    private Counter orphans;
    private Timer latency;

    private record Operations(Counter puts, Counter deletes) {
        static Operations of(String name, String description, MeterRegistry registry) {
            return new Operations(
                    counter(name, description).tag("kind", "put").register(registry),
                    counter(name, description).tag("kind", "delete").register(registry));
        }

        private static Counter.Builder counter(String name, String description) {
            return Meters.counter(name, "operations", description);
        }

        void add(KvChange change) {
            (change instanceof Put ? puts : deletes).increment();
        }
    }

    /**
     * @param keys which of them count: the brake's own are no operations
     */
    public WriteMeters(KeySpace keys) {
        this.keys = keys;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        planned =
                Operations.of(
                        "planned.operations",
                        "Changes of keys that were planned, again with each retry, whether"
                                + " or not the brake held them",
                        registry);
        applied = Operations.of("applied.operations", "Changes of keys that were made", registry);
        refused =
                Operations.of(
                        "refused.operations",
                        "Changes of keys that were sent and not made, again with each retry",
                        registry);
        repaired =
                Meters.counter(
                                "repaired.documents",
                                "documents",
                                "Documents with the right hash and wrong values that were put"
                                        + " right: somebody else has written them")
                        .register(registry);
        orphans =
                Meters.counter(
                                "deleted.orphans",
                                "orphans",
                                "Documents of ours that no Service wants, found and deleted by"
                                        + " comparisons")
                        .register(registry);
        bindTimers(registry);
    }

    private void bindTimers(MeterRegistry registry) {
        for (CallOutcome outcome : CallOutcome.values()) {
            transactions.put(
                    outcome,
                    Meters.timer("transactions", "Transactions that were sent to Consul")
                            .tag("outcome", Meters.label(outcome))
                            .register(registry));
        }
        latency =
                Meters.timer(
                                "event.latency",
                                "From the moment in which an event came in to the end of each"
                                        + " transaction that it has led to")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
    }

    /** Before the brake holds any of it. */
    public void planned(Plan plan) {
        plan.all().forEach(planned::add);
        plan.nodes().flatMap(PlannedNodes::put).ifPresent(planned::add);
    }

    /**
     * A transaction was sent.
     *
     * @param latency since its event came in; empty if it was no event
     */
    public void sent(
            Transaction transaction,
            CallOutcome outcome,
            Duration time,
            Optional<Duration> latency) {
        transactions.get(outcome).record(time);
        if (outcome == CallOutcome.DONE) {
            published(transaction).forEach(this::made);
            latency.ifPresent(this.latency::record);
        } else {
            published(transaction).forEach(refused::add);
        }
    }

    private Stream<KvChange> published(Transaction transaction) {
        return transaction.changes().stream().filter(change -> keys.isPublished(change.key()));
    }

    private void made(KvChange change) {
        applied.add(change);
        if (change instanceof Put put && put.repairsDrift()) {
            repaired.increment();
        } else if (change instanceof Delete delete && delete.isOrphan()) {
            orphans.increment();
        }
    }
}
