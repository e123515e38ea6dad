package io.kse.explain;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeardTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final Heard heard = new Heard(Clock.fixed(NOW, ZoneOffset.UTC));

    private void hear(String action, Services service) {
        heard.note(action, documents(service.build()));
    }

    private static Services cart() {
        return service("shop", "cart").exported().nodePort("http", 80, 30080);
    }

    @Test
    void remembersWhatEventsCameTo() {
        hear("ADDED", cart());
        hear("MODIFIED", cart().annotation("load-balancer-listen-port", "x"));
        hear("MODIFIED", cart().through("edge", "gateway", "https"));
        hear("MODIFIED", cart().annotation("exported", "ture"));
        hear("MODIFIED", cart().type("ClusterIP"));

        assertThat(heard.last(CART))
                .extracting(Past::what)
                .containsExactly(
                        "MODIFIED: not exported, since its type is \"ClusterIP\", not LoadBalancer"
                                + " or NodePort",
                        "MODIFIED: neither exported nor unexported",
                        "MODIFIED: waits for its ingress Service",
                        "MODIFIED: refused",
                        "ADDED: wants 1 document");
        assertThat(heard.last(CART)).extracting(Past::at).containsOnly(NOW);
    }

    @Test
    void remembersWhatTheIngressServiceHasChanged() {
        heard.noteDependents(List.of(documents(cart().build())));

        assertThat(heard.last(CART))
                .extracting(Past::what)
                .containsExactly("its ingress Service changed: wants 1 document");
    }

    @Test
    void forgetsOlderOnes() {
        hear("ADDED", cart());
        for (int i = 0; i < 5; i++) {
            hear("MODIFIED", cart());
        }

        assertThat(heard.last(CART)).hasSize(5).noneMatch(past -> past.what().contains("ADDED"));
    }

    @Test
    void forgetsServicesThatWereHeardOfLongestAgo() {
        hear("ADDED", cart());
        for (int i = 0; i < 2000; i++) {
            hear("ADDED", service("shop", "other" + i));
        }

        assertThat(heard.last(CART)).isEmpty();
        assertThat(heard.last(new ServiceName("shop", "other0"))).hasSize(1);
    }

    @Test
    void keepsServicesThatWereHeardOfAgain() {
        hear("ADDED", cart());
        hear("ADDED", service("shop", "silent"));
        hear("MODIFIED", cart());
        for (int i = 0; i < 1999; i++) {
            hear("ADDED", service("shop", "other" + i));
        }

        assertThat(heard.last(CART)).hasSize(2);
        assertThat(heard.last(new ServiceName("shop", "silent"))).isEmpty();
    }

    @Test
    void knowsNothingOfAnUnknownService() {
        assertThat(heard.last(CART)).isEmpty();
    }
}
