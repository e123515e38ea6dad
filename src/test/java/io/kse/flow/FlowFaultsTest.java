package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.DocumentReader;
import io.kse.document.KvKey;
import io.kse.kubernetes.KubernetesUnavailable;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.plan.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * What the shipped routes do when something fails half way, or two of them want to change the same
 * keys.
 */
class FlowFaultsTest {
    private static final int RETRIES = 2;

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger failures = new AtomicInteger();
    private FaultyFlow flow;

    @BeforeEach
    void start() throws Exception {
        flow = new FaultyFlow();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        flow.close();
    }

    @Test
    void writesNothingBeforeTheFirstCompleteList() {
        flow.event(cart(30080));
        assertThat(flow.stored()).isEmpty();

        flow.listed = List.of(cart(30080));
        flow.compare();

        assertThat(port("cart")).isEqualTo(30080);
    }

    @Test
    void plansAgainWhenAKeyHasMoved() {
        flow.compare();
        failFirst(RETRIES, () -> new StaleSnapshot("moved", List.of(key("cart")), null));

        flow.event(cart(30080));

        assertThat(port("cart")).isEqualTo(30080);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void triesAgainUntilConsulIsBack() {
        flow.compare();
        flow.silent = true;
        failFirst(5 * RETRIES, () -> new ConsulUnavailable("consul:8500", "reset", null));

        flow.event(cart(30080));

        assertThat(port("cart")).isEqualTo(30080);
    }

    /** Camel goes on with the steps for the failure before, where there are none for the last. */
    @Test
    void saysNothingAfterAnOutageIfAnotherReplicaLeadsBehindIt() {
        flow.compare();
        flow.beforeAnswer =
                request -> {
                    flow.state = new LeadershipState.Standby("another");
                    throw new ConsulUnavailable("consul:8500", "reset", null);
                };

        flow.event(cart(30080));

        assertThat(warnings()).isEmpty();
        assertThat(flow.rung).isEmpty();
    }

    @Test
    void leavesWhatFailsForOneServiceOnlyToTheNextComparison() {
        flow.compare();
        failFirst(RETRIES + 1, () -> new ConsulUnavailable("consul:8500", "status 500", null));

        flow.event(cart(30080));
        assertThat(flow.stored()).isEmpty();
        assertThat(warnings())
                .containsExactly(
                        "Consul at consul:8500 does not answer: status 500; left to the next"
                                + " comparison");

        flow.event(cart(30081));
        assertThat(port("cart")).isEqualTo(30081);
    }

    @Test
    void leavesWhatConsulRefusesToTheNextComparison() {
        flow.compare();
        failFirst(1, () -> new ConsulDenied("Consul denies key:write on cart", null));

        flow.event(cart(30080));
        assertThat(flow.stored()).isEmpty();
        assertThat(warnings())
                .containsExactly("Consul denies key:write on cart; left to the next comparison");

        flow.listed = List.of(cart(30080));
        flow.compare();
        assertThat(port("cart")).isEqualTo(30080);
    }

    @Test
    void doesNotHoldUpTheOthersForOneThatIsRefused() {
        flow.listed =
                List.of(
                        cart(30080),
                        service("shop", "album").exported().nodePort("http", 80, 30081).build());
        flow.beforeAnswer =
                request -> {
                    if (request instanceof Transaction transaction
                            && transaction.changes().stream()
                                    .anyMatch(change -> change.key().equals(key("album")))) {
                        throw FaultyFlow.refusal("no");
                    }
                };

        flow.compare();

        assertThat(flow.stored()).containsOnlyKeys(key("cart"));
    }

    @Test
    void endsAComparisonThatIsFencedOff() {
        flow.listed = List.of(cart(30080));
        failFirst(1, () -> new FencedOff("another leads", null));

        flow.compare();

        assertThat(flow.stored()).isEmpty();
        assertThat(flow.rung).containsExactly(Trigger.FAILED);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void leavesAChangeToAnotherLeader() {
        flow.compare();
        failFirst(1, () -> new FencedOff("another leads", null));
        flow.beforeAnswer =
                flow.beforeAnswer.andThen(
                        request -> flow.state = new LeadershipState.Standby("another"));

        flow.event(cart(30080));

        assertThat(warnings()).isEmpty();
    }

    @Test
    void waitsForALeaderWithAChange() {
        flow.compare();
        LeadershipState leading = flow.state;
        flow.state = new LeadershipState.Campaigning();

        CompletableFuture<Void> event = CompletableFuture.runAsync(() -> flow.event(cart(30080)));
        await().during(Duration.ofMillis(50)).until(() -> flow.stored().isEmpty());
        flow.state = leading;

        event.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(port("cart")).isEqualTo(30080);
    }

    /** The watch may be behind what the leader before has written. */
    @Test
    void aNewLeadersEventWaitsForItsFirstList() {
        flow.compare();
        flow.state = leading("another session");
        CompletableFuture<Void> event = CompletableFuture.runAsync(() -> flow.event(cart(30080)));
        await().during(Duration.ofMillis(50)).until(() -> flow.stored().isEmpty());

        flow.listed = List.of(cart(30081));
        flow.compare();

        event.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(port("cart")).isEqualTo(30081);
    }

    /** No comparison may delete while some Services are not listed. */
    @Test
    void aDeletionThatHasWaitedForTheFirstListIsStillDone() {
        flow.listed = List.of(cart(30080));
        flow.compare();
        flow.state = leading("another session");
        CompletableFuture<Void> event = CompletableFuture.runAsync(() -> flow.deleted(cart(30080)));
        await().until(() -> flow.desired.keys().isEmpty());

        flow.listed = List.of();
        flow.isComplete = false;
        flow.compare();

        event.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(flow.stored()).isEmpty();
    }

    @Test
    @Timeout(60)
    void aComparisonEndsThoughAnotherTermHasBegunInIt() {
        flow.listed = List.of(cart(30080), album());
        flow.beforeAnswer =
                request -> {
                    if (request instanceof Transaction) {
                        flow.state = leading("another session");
                        throw FaultyFlow.refusal("no");
                    }
                };
        flow.compare();
        assertThat(flow.stored()).isEmpty();

        flow.beforeAnswer = request -> {};
        flow.compare();
        assertThat(flow.stored()).hasSize(2);
    }

    private static LeadershipState leading(String session) {
        return new LeadershipState.Leading(
                new SessionFence(FaultyFlow.KEYS.leader(), session), Instant.EPOCH);
    }

    @Test
    void goesOnAfterAMistakeOfOurs() {
        flow.compare();
        failFirst(1, () -> new IllegalStateException("a mistake"));

        flow.event(cart(30080));
        assertThat(flow.rung).as("it does not wait for the timer").hasSize(1);
        flow.event(cart(30081));

        assertThat(port("cart")).isEqualTo(30081);
        assertThat(log.list).filteredOn(event -> event.getLevel() == Level.ERROR).hasSize(1);
    }

    @Test
    void deletesNothingIfAListFailsHalfWay() {
        flow.listed = List.of(cart(30080));
        flow.compare();

        flow.listed = new ArrayList<>();
        flow.listed.add(null);
        flow.compare();

        assertThat(flow.stored()).containsOnlyKeys(key("cart"));
    }

    @Test
    void deletesWhatIsNotListedAnyMore() {
        flow.listed = List.of(cart(30080));
        flow.compare();

        flow.listed = List.of();
        flow.compare();

        assertThat(flow.stored()).isEmpty();
    }

    @Test
    void keepsWhatIsPublishedWhileAnIngressServiceCannotBeLookedUp() {
        Service account =
                service("shop", "account")
                        .exported()
                        .nodePort("http", 80, 30090)
                        .through("edge", "gateway", "tls")
                        .build();
        Service gateway = service("edge", "gateway").nodePort("tls", 443, 30443).build();
        flow.lookup = name -> Optional.of(gateway);
        flow.listed = List.of(account, cart(30080));
        flow.compare();
        assertThat(port("account")).isEqualTo(30443);

        flow.lookup =
                name -> {
                    throw new KubernetesUnavailable("https://api", "down");
                };
        flow.listed = List.of(account, cart(30081));
        flow.compare();

        assertThat(port("account")).isEqualTo(30443);
        assertThat(port("cart")).isEqualTo(30081);
    }

    @Test
    void anEventDuringAComparisonHasTheLastWord() {
        flow.listed = List.of(cart(30080));
        CompletableFuture<Void> event = eventDuringTheNextSnapshot(cart(30081));

        flow.compare();

        event.join();
        assertThat(port("cart")).isEqualTo(30081);
    }

    @Test
    void aDeletionDuringAComparisonHasTheLastWord() {
        flow.listed = List.of(cart(30080));
        CompletableFuture<Void> event = eventDuringTheNextSnapshot(service("shop", "cart").build());

        flow.compare();

        event.join();
        assertThat(flow.stored()).isEmpty();
        assertThat(flow.desired.keys()).isEmpty();
    }

    @Test
    void anExportDuringTheDeletionOfItsKeyHasTheLastWord() {
        flow.listed = List.of(cart(30080));
        flow.compare();
        CompletableFuture<Void> event = eventDuringTheNextSnapshot(cart(30082));

        flow.listed = List.of();
        flow.compare();

        event.join();
        assertThat(port("cart")).isEqualTo(30082);
    }

    /**
     * The event is on its way to Consul, or waits for its turn, before the snapshot is answered.
     */
    private CompletableFuture<Void> eventDuringTheNextSnapshot(Service service) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicBoolean first = new AtomicBoolean(true);
        flow.beforeAnswer =
                request -> {
                    if (first.getAndSet(false)) {
                        CompletableFuture.runAsync(() -> flow.event(service))
                                .whenComplete((nothing, failure) -> done.complete(null));
                        await().until(() -> done.isDone() || flow.turn.isAwaited());
                    }
                };
        return done;
    }

    @Test
    void thePartOfAListThatCameThroughIsNotTakenForAll() {
        flow.listed = List.of(cart(30080));
        flow.compare();

        flow.listed = new ArrayList<>();
        flow.listed.add(null);
        flow.listed.add(album());
        flow.compare();

        assertThat(flow.stored()).containsOnlyKeys(key("cart"));
    }

    @Test
    void aServiceThatTheProgramFailsOnDoesNotHoldUpTheOthers() {
        flow.lookup =
                name -> {
                    throw new IllegalStateException("a mistake");
                };
        flow.listed = List.of(behindGateway(), cart(30080));

        flow.compare();

        assertThat(flow.stored()).containsOnlyKeys(key("cart"));
        assertThat(warnings()).singleElement().asString().contains("shop/account", "a mistake");
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("a mistake") && line.contains("\tat io.kse."));
    }

    @Test
    void givesTheTurnToTheNextAfterAnError() {
        flow.compare();
        AtomicBoolean first = new AtomicBoolean(true);
        flow.beforeAnswer =
                request -> {
                    if (first.getAndSet(false)) {
                        throw new StackOverflowError("in the middle");
                    }
                };
        assertThatThrownBy(() -> flow.event(cart(30080))).isInstanceOf(StackOverflowError.class);

        flow.event(cart(30081));

        assertThat(port("cart")).isEqualTo(30081);
    }

    @Test
    void exportsThoseBehindAnIngressServiceThatIsItselfRefused() {
        flow.lookup =
                name ->
                        Optional.of(
                                name.name().equals("gateway") ? gateway(30443) : behindGateway());
        flow.listed = List.of(behindGateway());
        flow.compare();
        flow.beforeAnswer =
                request -> {
                    if (request instanceof Transaction transaction
                            && transaction.changes().get(0).key().path().contains("gateway")) {
                        throw FaultyFlow.refusal("no");
                    }
                };

        flow.lookup =
                name ->
                        Optional.of(
                                name.name().equals("gateway") ? gateway(30555) : behindGateway());
        flow.event(gateway(30555));

        assertThat(port("account")).isEqualTo(30555);
    }

    private static Service gateway(int nodePort) {
        return service("edge", "gateway").exported().nodePort("tls", 443, nodePort).build();
    }

    private static Service behindGateway() {
        return service("shop", "account")
                .exported()
                .nodePort("http", 80, 30090)
                .through("edge", "gateway", "tls")
                .build();
    }

    private static Service album() {
        return service("shop", "album").exported().nodePort("http", 80, 30081).build();
    }

    private void failFirst(int times, Supplier<RuntimeException> failure) {
        flow.beforeAnswer =
                request -> {
                    if (request instanceof Transaction && failures.incrementAndGet() <= times) {
                        throw failure.get();
                    }
                };
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private int port(String name) {
        return DocumentReader.read(flow.stored().get(key(name)).value()).orElseThrow().port();
    }

    private static Service cart(int nodePort) {
        return service("shop", "cart").exported().nodePort("http", 80, nodePort).build();
    }

    private static KvKey key(String name) {
        return new KvKey("kse/services/cluster-shop-%s-http/clusters/cluster".formatted(name));
    }
}
