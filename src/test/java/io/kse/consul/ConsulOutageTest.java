package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Consul that is stopped, or behind a connection that fails. */
@Timeout(30)
class ConsulOutageTest {
    private static RealConsul server;

    private FaultyProxy proxy;
    private KvRoutes routes;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RealConsul.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        server.delete("kse/cart");
        proxy = FaultyProxy.http(server.port());
        routes = KvRoutes.to(Settings.plain(proxy.port())).lead();
    }

    @AfterEach
    void disconnect() {
        server.resume();
        routes.close();
        proxy.close();
    }

    @Test
    void endsAWriteAtOnceWhenItIsInterrupted() throws Exception {
        assertEndsWhenInterrupted(() -> routes.apply(put("kse/cart", "1", 0)));
    }

    @Test
    void endsReadsAtOnceWhenTheyAreInterrupted() throws Exception {
        assertEndsWhenInterrupted(() -> routes.read(key("kse/cart")));
        assertEndsWhenInterrupted(routes::readAll);
    }

    private void assertEndsWhenInterrupted(Runnable call) throws Exception {
        server.pause();
        int before = proxy.requests().size();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> failure.set(catchThrowable(call::run)));
        thread.start();
        await().until(() -> proxy.requests().size() > before);

        thread.interrupt();
        thread.join(1_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(failure.get())
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(routes.reachability.isAnswering()).isTrue();
        server.resume();
    }

    @Test
    void holdsAWriteForFiveSecondsAtMost() {
        server.pause();
        long start = System.nanoTime();

        assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                .isInstanceOf(ConsulUnavailable.class)
                .hasMessageEndingWith("does not answer: timeout");

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(4_500), Duration.ofSeconds(7));
    }

    @Test
    void doesNotKnowWhetherAWriteWithoutAnAnswerWasMade() {
        proxy.fault(new Fault.LoseAnswer());

        assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                .isInstanceOfSatisfying(
                        ConsulUnavailable.class, e -> assertThat(e.isAnswer()).isFalse());

        assertThat(server.get("kse/cart")).contains("1");
    }

    /** The HTTP client sends again by itself what it sent on a connection that was used before. */
    @Test
    void findsItsOwnWriteIfTheAnswerIsLostOnce() {
        proxy.faultOnce(new Fault.LoseAnswer(), Request.of("PUT", "/v1/txn"));

        assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                .isInstanceOfAny(ConsulUnavailable.class, StaleSnapshot.class);

        assertThat(routes.text(key("kse/cart"))).isEqualTo("1");
    }

    @Test
    void hasOneOutageWhileConsulReadsAndDoesNotWrite() {
        List<Duration> outages = new ArrayList<>();
        routes.reachability.onEnd(outages::add);
        proxy.fault(new Fault.Answer(500, "No cluster leader"), Request.of("PUT", "/v1/txn"));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> routes.apply(put("kse/cart", "1", 0)))
                    .isInstanceOfSatisfying(
                            ConsulUnavailable.class, e -> assertThat(e.isAnswer()).isTrue());
            routes.act("GET_KEYS", "kse/");
        }
        assertThat(routes.reachability.isAnswering()).isFalse();
        assertThat(outages).isEmpty();

        proxy.heal();
        routes.apply(put("kse/cart", "1", 0));
        assertThat(routes.reachability.isAnswering()).isTrue();
        assertThat(outages).hasSize(1);
    }

    @Test
    void enduresConnectionsThatWereResetOrRefused() {
        proxy.fault(new Fault.Refuse());
        assertThatThrownBy(routes::readAll).isInstanceOf(ConsulUnavailable.class);
        proxy.fault(new Fault.Reset());
        assertThatThrownBy(routes::readAll).isInstanceOf(ConsulUnavailable.class);
        proxy.heal();

        assertThat(routes.readAll().stored()).isEmpty();
        assertThat(routes.reachability.isAnswering()).isTrue();
    }
}
