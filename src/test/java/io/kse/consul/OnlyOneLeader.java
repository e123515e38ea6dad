package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches replicas from outside, a thousand times a second, for two that lead at once. */
final class OnlyOneLeader implements AutoCloseable {
    private final List<Replica> replicas;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final ScheduledExecutorService observer = Executors.newSingleThreadScheduledExecutor();

    private OnlyOneLeader(List<Replica> replicas) {
        this.replicas = replicas;
        observer.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.MILLISECONDS);
    }

    static OnlyOneLeader of(Replica... replicas) {
        return new OnlyOneLeader(List.of(replicas));
    }

    private void look() {
        long leaders = replicas.stream().filter(one -> one.leadership.isLeading()).count();
        most.accumulateAndGet((int) leaders, Math::max);
        looks.incrementAndGet();
    }

    Replica leader() {
        return replicas.stream()
                .filter(one -> one.leadership.isLeading())
                .findAny()
                .orElseThrow(() -> new IllegalStateException("nobody leads"));
    }

    boolean hasLeader() {
        return replicas.stream().anyMatch(one -> one.leadership.isLeading());
    }

    Replica other() {
        Replica leader = leader();
        return replicas.stream().filter(one -> one != leader).findAny().orElseThrow();
    }

    @Override
    public void close() {
        observer.shutdownNow();
        assertThat(looks.get()).isPositive();
        assertThat(most.get()).as("leaders at once").isLessThanOrEqualTo(1);
    }
}
