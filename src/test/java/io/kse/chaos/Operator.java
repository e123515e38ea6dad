package io.kse.chaos;

import io.kse.document.BrakeReport;
import io.kse.testbed.KvTree;
import io.kse.testbed.RealConsul;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who releases whatever the brake holds as soon as it is reported. */
final class Operator {
    private static final String REPORT = Landscape.KEYS.brake().path();
    private static final String RELEASE = Landscape.KEYS.brakeRelease().path();

    private final RealConsul consul;
    private final AtomicInteger releases = new AtomicInteger();

    Operator(RealConsul consul) {
        this.consul = consul;
    }

    /** What Consul holds now. */
    void see(KvTree tree) {
        Optional.ofNullable(tree.entries().get(REPORT))
                .flatMap(entry -> BrakeReport.read(entry.value().getBytes(StandardCharsets.UTF_8)))
                .map(BrakeReport::id)
                .filter(id -> !isReleased(tree, id))
                .ifPresent(this::release);
    }

    private static boolean isReleased(KvTree tree, String id) {
        KvTree.Entry release = tree.entries().get(RELEASE);
        return release != null && release.value().equals(id);
    }

    private void release(String id) {
        try {
            consul.put(RELEASE, id);
            releases.incrementAndGet();
        } catch (UncheckedIOException | IllegalStateException e) {
            // Consul is away; whoever releases sees the report again when it is back.
            return;
        }
    }

    int releases() {
        return releases.getAndSet(0);
    }
}
