package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final Arrivals arrivals = new Arrivals();

    @Test
    void knowsWhetherAServiceHadAnEventSince() {
        long first = arrivals.next(Cluster.service("shop", "cart"));
        arrivals.next(Cluster.service("shop", "other"));

        assertThat(arrivals.hasComeSince(first - 1, CART)).isTrue();
        assertThat(arrivals.hasComeSince(first, CART)).isFalse();
        assertThat(arrivals.hasComeSince(0, new ServiceName("shop", "unheard-of"))).isFalse();

        arrivals.next(Cluster.service("shop", "cart"));

        assertThat(arrivals.hasComeSince(first, CART)).isTrue();
    }

    @Test
    void forgetsTheEldestAndThenDoubtsNothing() {
        long first = arrivals.next(Cluster.service("shop", "cart"));
        IntStream.range(0, 10_000)
                .mapToObj(i -> Cluster.service("shop", "service-" + i))
                .forEach(arrivals::next);

        assertThat(arrivals.hasComeSince(first - 1, CART)).isTrue();
        assertThat(arrivals.hasComeSince(first, CART)).isFalse();
        assertThat(arrivals.hasComeSince(0, new ServiceName("shop", "unheard-of"))).isTrue();
    }
}
