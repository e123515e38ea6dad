package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** No change is lost, whatever way Consul or the connection to it fails. */
@ExtendWith(RealServers.class)
class ConsulFaultsTest {
    private static final Predicate<Request> WRITE = Request.saying("check-session");
    private static final Predicate<Request> COMPARISON =
            request -> request.path().endsWith("/services/?keys");

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final FaultyProxy proxy;
    private final Shop shop;
    private final Map<String, String> settings = new HashMap<>();
    private RunningExporter exporter;

    ConsulFaultsTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.proxy = FaultyProxy.http(consul.port());
        this.shop = new Shop(kubernetes);
    }

    @AfterEach
    void stop() {
        exporter.close();
        proxy.close();
    }

    private void start() throws Exception {
        settings.put("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
        exporter = RunningExporter.start(kubernetes, consul, shop.namespace(), settings);
    }

    /** {@code changes} and {@code goes} are published. */
    private void startWithTwo() throws Exception {
        shop.create("changes");
        shop.create("goes");
        start();
        exporter.awaitDocument(key("changes"), "hash");
        exporter.awaitDocument(key("goes"), "hash");
    }

    private void makeThreeChanges() {
        shop.change("changes", "internal");
        shop.delete("goes");
        shop.create("comes");
    }

    private void awaitThreeChanges() {
        exporter.awaitDocument(key("changes"), "internal");
        exporter.awaitDocument(key("comes"), "hash");
        exporter.awaitGone(key("goes"));
        assertThat(exporter.documents()).containsOnlyKeys(key("changes"), key("comes"));
    }

    private String key(String name) {
        return exporter.key(shop.namespace(), name, "http");
    }

    private long count(Predicate<Request> which) {
        return proxy.requests().stream().filter(which).count();
    }

    private void awaitMore(long more, Predicate<Request> which) {
        long before = count(which);
        await().atMost(Duration.ofSeconds(40)).until(() -> count(which) >= before + more);
    }

    @SideBySide
    void writesWhatChangedWhileConsulAnswered500() throws Exception {
        startWithTwo();

        proxy.fault(new Fault.Answer(500, "No cluster leader"));
        makeThreeChanges();
        awaitMore(20, request -> true);
        proxy.heal();
        long begun = System.nanoTime();

        awaitThreeChanges();
        Figures.since("end of the 500s to the last change", begun);
        assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(5).toNanos());
    }

    @SideBySide
    void oneDocumentThatConsulCannotTakeDoesNotHoldUpTheOthers() throws Exception {
        settings.put("KSE_MAX_REQUEUE_COUNT", "2");
        startWithTwo();
        Predicate<Request> itsWrite = WRITE.and(Request.saying(key("broken")));
        proxy.fault(new Fault.Answer(500, "rpc error"), itsWrite);

        shop.create("broken");
        makeThreeChanges();

        awaitThreeChanges();
        awaitMore(1, COMPARISON);
        long attempts = count(itsWrite);
        assertThat(attempts).as("attempts at the broken one").isBetween(3L, 12L);
        proxy.heal();
        long begun = System.nanoTime();
        exporter.awaitDocument(key("broken"), "hash");
        Figures.since("one document failed " + attempts + " times, written after", begun);
    }

    @SideBySide
    void writesWhatWasResetWithinATransaction() throws Exception {
        startWithTwo();

        proxy.fault(new Fault.Reset(), WRITE);
        makeThreeChanges();
        awaitMore(3, WRITE);
        proxy.heal();
        long begun = System.nanoTime();

        awaitThreeChanges();
        Figures.since("end of the resets to the last change", begun);
        assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(5).toNanos());
    }

    @SideBySide
    void goesOnAfterTheAnswerToACommitIsLost() throws Exception {
        startWithTwo();

        proxy.faultOnce(new Fault.LoseAnswer(), WRITE);
        makeThreeChanges();

        awaitThreeChanges();
        shop.change("changes", "public");
        exporter.awaitDocument(key("changes"), "public");
    }

    @SideBySide
    void comparesAtMostOnceInTenSecondsWhileConsulFlaps() throws Exception {
        startWithTwo();
        long before = count(COMPARISON);
        long begun = System.nanoTime();

        for (int i = 0; i < 4; i++) {
            proxy.fault(new Fault.Refuse());
            shop.change("changes", "class-" + i);
            pass(Duration.ofSeconds(2));
            proxy.heal();
            pass(Duration.ofSeconds(2));
        }
        makeThreeChanges();

        awaitThreeChanges();
        long comparisons = count(COMPARISON) - before;
        Figures.since(comparisons + " comparisons while Consul flapped, in", begun);
        assertThat(comparisons).isBetween(1L, 2L);
    }

    private static void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
