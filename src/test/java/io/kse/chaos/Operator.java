package io.kse.chaos;

import io.kse.document.BrakeReport;
import io.kse.document.KvKey;
import io.kse.testbed.KvTree;
import io.kse.testbed.RealConsul;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
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
        report(tree)
                .map(BrakeReport::id)
                .filter(id -> !isReleased(tree, id))
                .ifPresent(this::release);
    }

    /** The deletes that are held at that moment. */
    static Set<KvKey> held(KvTree tree) {
        return report(tree).map(report -> Set.copyOf(report.keys())).orElse(Set.of());
    }

    private static Optional<BrakeReport> report(KvTree tree) {
        return Optional.ofNullable(tree.entries().get(REPORT))
                .flatMap(entry -> BrakeReport.read(entry.value().getBytes(StandardCharsets.UTF_8)));
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
