package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapFullnessTest {
    private static final long MEGABYTE = 1 << 20;

    private final LogLines log = new LogLines(HeapFullness.class);
    private MemoryUsage usage = used(0);
    private final HeapFullness heap = new HeapFullness(() -> usage);

    private static MemoryUsage used(long megabytes) {
        return new MemoryUsage(0, megabytes * MEGABYTE, 100 * MEGABYTE, 100 * MEGABYTE);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private void collected(long megabytes) {
        usage = used(megabytes);
        heap.look();
    }

    @Test
    void warnsOnceFromFourFifthsOn() {
        collected(79);
        assertThat(log.lines()).isEmpty();

        collected(80);
        collected(95);

        assertThat(log.lines())
                .containsExactly(
                        "WARN the heap is 80 % full after a collection: 80 of 100 MiB; full, it ends the"
                                + " program: give the container, or -Xmx, more memory");
    }

    @Test
    void saysWhenItIsOver() {
        collected(81);
        collected(75);
        collected(81);
        assertThat(log.lines()).hasSize(1);

        collected(60);
        collected(80);

        assertThat(log.lines())
                .hasSize(3)
                .element(1)
                .isEqualTo("INFO the heap has room again: 60 % full");
    }

    @Test
    void isZeroWhileNothingWasCollectedOrNoLimitIsKnown() {
        usage = new MemoryUsage(0, 50, 50, -1);

        heap.look();

        assertThat(gauge(heap)).isZero();
    }

    @Test
    void showsWhatACollectionHasLeft() {
        usage = used(42);

        assertThat(gauge(heap)).isEqualTo(0.42);
    }

    @Test
    void looksAfterEachCollectionUntilItStops() {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        HeapFullness stopped = counting(looks);
        HeapFullness other = counting(others);
        stopped.start();
        other.start();
        collectUntilSeen(others);
        await().until(() -> looks.get() > 0);

        stopped.stop();
        stopped.stop();
        // A look that was under way is over before the next one of the other.
        collectUntilSeen(others);
        int before = looks.get();
        collectUntilSeen(others);

        assertThat(looks).hasValue(before);
        other.stop();
    }

    private HeapFullness counting(AtomicInteger looks) {
        return new HeapFullness(
                () -> {
                    looks.incrementAndGet();
                    return usage;
                });
    }

    private static void collectUntilSeen(AtomicInteger looks) {
        int before = looks.get();
        System.gc();
        await().until(() -> looks.get() > before);
    }

    @Test
    void findsTheHeapOfThisJava() {
        HeapFullness real = new HeapFullness();

        System.gc();

        assertThat(gauge(real)).isBetween(0.0, 1.0).isNotZero();
    }

    private static double gauge(HeapFullness heap) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        heap.bindTo(registry);
        return registry.get("kube_service_exporter.heap.fullness.ratio").gauge().value();
    }
}
