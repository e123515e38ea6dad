package io.kse.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class KvTreeTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final RealConsul consul;
    private final String prefix;

    KvTreeTest(RealConsul consul) {
        this.consul = consul;
        this.prefix = consul.newPrefix() + "/";
    }

    @Test
    void comesWhenSomethingHasChanged() {
        KvTree empty = KvTree.of(consul, prefix);
        assertThat(empty.entries()).isEmpty();
        CompletableFuture<KvTree> next =
                CompletableFuture.supplyAsync(() -> empty.next(consul, prefix, LONG));

        consul.put(prefix + "cart", "1");

        KvTree changed = next.join();
        assertThat(changed.index()).isGreaterThan(empty.index());
        KvTree.Entry cart = changed.entries().get(prefix + "cart");
        assertThat(cart).isEqualTo(new KvTree.Entry("1", changed.index(), changed.index(), "", 0));

        consul.put(prefix + "cart", "2");
        KvTree.Entry again = changed.next(consul, prefix, LONG).entries().get(prefix + "cart");
        assertThat(again.value()).isEqualTo("2");
        assertThat(again.createIndex()).isEqualTo(cart.createIndex());
        assertThat(again.modifyIndex()).isGreaterThan(cart.modifyIndex());
    }

    @Test
    void isTheSameAfterTheWaitIfNothingHasChanged() {
        consul.put(prefix + "cart", "1");
        KvTree now = KvTree.of(consul, prefix);

        long begun = System.nanoTime();

        assertThat(now.next(consul, prefix, SHORT)).isEqualTo(now);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(SHORT);
    }

    @Test
    void namesTheSessionThatHoldsALockUntilItIsDestroyed() throws Exception {
        String session = newSession();
        HttpRequest.Builder lock =
                request("/v1/kv/" + prefix + "leader?flags=42&acquire=" + session);
        assertThat(send(lock)).contains("true");

        assertThat(consul.holder(prefix + "leader")).hasValue(session);
        assertThat(KvTree.of(consul, prefix).entries().get(prefix + "leader").flags())
                .isEqualTo(42);
        consul.destroySession(session);
        consul.destroySession(session);

        assertThat(consul.holder(prefix + "leader")).isEmpty();
        assertThat(consul.holder(prefix + "nobody's")).isEmpty();
    }

    private String newSession() throws Exception {
        return send(request("/v1/session/create")).split("\"")[3];
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(consul.url() + path));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpRequest put = request.PUT(BodyPublishers.noBody()).build();
        return HttpClient.newHttpClient().send(put, BodyHandlers.ofString()).body();
    }
}
