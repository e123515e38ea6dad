package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.kse.service.Services;
import io.kse.testbed.Figures;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 1,000 Services are refused at once, for a minute or two. */
@ExtendWith(RealServers.class)
class EventsFigures {
    private static final int SERVICES = 1000;

    private final RealKubernetes kubernetes;
    private final OwnNamespace namespace;

    EventsFigures(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @Test
    void areAtMostTenASecondAndHoldUpNothing() throws Exception {
        IntStream.range(0, SERVICES).parallel().forEach(i -> namespace.create(refused(i)));
        long begun = System.nanoTime();
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "first");
            Figures.since("1,000 refused: another Service is published after", begun);
            long changed = System.nanoTime();
            namespace.annotate("first", "load-balancer-class", "while they are written");
            exporter.awaitDocument(namespace.key("first"), "while they are written");
            Figures.since("1,000 refused: its next change after", changed);
            assertThat(refusals()).hasSizeLessThan(SERVICES / 2);

            await().atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> refusals().size() == SERVICES);
            Figures.since("1,000 refused: the last Event after", begun);
            // By the API server's clock, whose seconds are not ours.
            assertThat(perSecond().values()).allMatch(count -> count <= 20);
            Figures.count("1,000 refused: Events in each second", perSecond().values());
        }
    }

    private Services refused(int i) {
        return namespace.exported("cart-" + i).annotation("load-balancer-listen-port", "x");
    }

    private Map<Instant, Long> perSecond() {
        return refusals().stream()
                .map(event -> Instant.parse(event.getMetadata().getCreationTimestamp()))
                .collect(Collectors.groupingBy(at -> at, TreeMap::new, Collectors.counting()));
    }

    private List<Event> refusals() {
        return kubernetes
                .client()
                .events()
                .v1()
                .events()
                .inNamespace(namespace.name)
                .list()
                .getItems()
                .stream()
                .filter(event -> event.getReason().equals("Rejected"))
                .toList();
    }
}
