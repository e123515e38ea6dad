package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import io.kse.testbed.LogLines;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchDoubtTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName TILL = new ServiceName("shop", "till");

    private final Arrivals arrivals = new Arrivals();
    private final AtomicInteger restarted = new AtomicInteger();
    private long now;
    private final WatchDoubt doubt =
            new WatchDoubt(arrivals, restarted::incrementAndGet, () -> now);

    private void checkAfter(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        doubt.check();
    }

    @Test
    void restartsOnceAndSaysSoWhenNoEventComes() {
        try (LogLines lines = new LogLines(WatchDoubt.class)) {
            doubt.suspect(Set.of(CART, TILL), arrivals.latest());
            checkAfter(5);
            checkAfter(5);

            assertThat(restarted).hasValue(1);
            assertThat(doubt.restarts()).isOne();
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .endsWith("of shop/cart and 1 more");
        }
    }

    @Test
    void givesEventsTheirGrace() {
        doubt.suspect(Set.of(CART), arrivals.latest());
        checkAfter(4);

        assertThat(restarted).hasValue(0);
    }

    @Test
    void restartsNothingIfTheEventComes() {
        long list = arrivals.latest();
        doubt.suspect(Set.of(CART), list);
        arrivals.next(service("shop", "cart"));
        checkAfter(6);

        assertThat(restarted).hasValue(0);
    }

    @Test
    void restartsNothingIfTheEventCameWhileTheListWasUnderWay() {
        long list = arrivals.latest();
        arrivals.next(service("shop", "cart"));
        doubt.suspect(Set.of(CART), list);
        checkAfter(6);

        assertThat(restarted).hasValue(0);
    }

    @Test
    void anEarlierEventIsNoExcuse() {
        arrivals.next(service("shop", "cart"));
        doubt.suspect(Set.of(CART), arrivals.latest());
        arrivals.next(service("shop", "till"));
        checkAfter(5);

        assertThat(restarted).hasValue(1);
    }

    @Test
    void laterListDoesNotProlongTheGrace() {
        doubt.suspect(Set.of(CART), arrivals.latest());
        checkAfter(3);
        doubt.suspect(Set.of(CART), arrivals.latest());
        checkAfter(2);

        assertThat(restarted).hasValue(1);
    }
}
