package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageDecisionTest {
    private static final RequestKind LIST = kind("/api/v1/services");
    private static final RequestKind WATCH = kind("/api/v1/services?watch=true");
    private static final RequestKind CART = kind("/api/v1/namespaces/shop/services/cart");
    private static final RequestKind TILL = kind("/api/v1/namespaces/shop/services/till");

    private final Outage outage = new Outage();

    private static RequestKind kind(String path) {
        return RequestKind.of("GET", URI.create("https://127.0.0.1:6443" + path));
    }

    private static long at(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void endsWithTheKindOfRequestThatItBeganWith() {
        assertThat(outage.failed(LIST, at(1))).isTrue();
        assertThat(outage.worked(WATCH, at(2))).isEmpty();
        assertThat(outage.failed(LIST, at(3))).isFalse();
        assertThat(outage.worked(CART, at(4))).isEmpty();

        assertThat(outage.worked(LIST, at(5))).contains(Duration.ofSeconds(4));
        assertThat(outage.worked(LIST, at(6))).isEmpty();
    }

    @Test
    void lastsUntilNothingFails() {
        outage.failed(LIST, at(1));
        outage.failed(WATCH, at(2));

        assertThat(outage.worked(LIST, at(3))).isEmpty();
        assertThat(outage.failed(WATCH, at(4))).isFalse();
        assertThat(outage.worked(WATCH, at(5))).contains(Duration.ofSeconds(4));
    }

    @Test
    void beginsAgain() {
        outage.failed(LIST, at(1));
        outage.worked(LIST, at(2));

        assertThat(outage.failed(LIST, at(3))).isTrue();
    }

    @Test
    void doesNotWaitForARequestThatNobodyRepeats() {
        outage.failed(CART, at(1));

        assertThat(outage.worked(LIST, at(60))).isEmpty();
        assertThat(outage.worked(LIST, at(100))).contains(Duration.ofSeconds(99));
    }

    @Test
    void kindsAreFew() {
        assertThat(CART).isEqualTo(TILL).isNotEqualTo(LIST);
        assertThat(LIST).isNotEqualTo(WATCH);
        assertThat(kind("/api/v1/namespaces/shop/services"))
                .isNotEqualTo(kind("/api/v1/namespaces/other/services"))
                .isNotEqualTo(LIST)
                .isNotEqualTo(CART);
        assertThat(kind("/api/v1/namespaces/kube-system"))
                .isEqualTo(kind("/api/v1/namespaces/default"));
        assertThat(kind("/apis/apps/v1/namespaces/shop/deployments/a/status"))
                .isEqualTo(kind("/apis/apps/v1/namespaces/shop/deployments/b"));
    }
}
