package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.DocumentReader;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.leadership.LeadershipState;
import io.kse.plan.Transaction;
import io.kse.service.ServiceName;
import io.kse.service.ServiceReader;
import io.kse.service.Services;
import io.kse.testbed.LogLines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shipped routes do for those behind an ingress Service when something fails. */
class DependentsFaultsTest {
    private static final int DEPENDENTS = 70;
    private static final KvKey GATEWAY = id("edge-gateway-tls");

    private final Map<ServiceName, Service> cluster = new ConcurrentHashMap<>();
    private final List<Object> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final LogLines log = new LogLines("ROOT");
    private FaultyFlow flow;

    @BeforeEach
    void start() throws Exception {
        flow = new FaultyFlow();
        flow.lookup = name -> Optional.ofNullable(cluster.get(name));
        add(gateway(30443));
        IntStream.range(0, DEPENDENTS).forEach(i -> add(dependent(i).build()));
        flow.listed = List.copyOf(cluster.values());
        flow.compare();
        flow.beforeAnswer = requests::add;
    }

    @AfterEach
    void stop() {
        log.close();
        flow.close();
    }

    @Test
    void areReadOnceAndWrittenInAsFewTransactionsAsConsulTakes() {
        change(30555);

        assertThat(portsOfDependents()).containsOnly(30555);
        List<Transaction> transactions = transactions();
        assertThat(transactions).hasSize(3);
        assertThat(transactions.get(0).changes()).hasSize(63);
        assertThat(transactions.get(1).changes()).hasSize(DEPENDENTS - 63);
        assertThat(transactions.get(2).changes()).extracting("key").containsExactly(GATEWAY);
        assertThat(requests).hasSize(transactions.size() + 2);
    }

    @Test
    void costNothingIfNothingOfThemChanges() {
        change(30443);

        assertThat(transactions()).isEmpty();
        assertThat(requests).hasSize(2);
    }

    @Test
    void doNotHoldUpOneAnotherWhenOneIsDenied() {
        denied(key(7)::equals);

        change(30555);

        assertThat(port(key(7))).isEqualTo(30443);
        assertThat(portsOfDependents()).filteredOn(port -> port == 30555).hasSize(DEPENDENTS - 1);
        assertThat(port(GATEWAY)).isEqualTo(30555);
        assertThat(warnings())
                .containsExactly("WARN key:write is denied; left to the next comparison");
    }

    @Test
    void arePlannedAgainOneByOneWhenAKeyHasMoved() {
        failFirst(1, () -> new StaleSnapshot("moved", List.of(key(7)), null));

        change(30555);

        assertThat(portsOfDependents()).containsOnly(30555);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void areWrittenWhenConsulIsBack() {
        flow.silent = true;
        failFirst(
                5 * FaultyFlow.RETRIES, () -> new ConsulUnavailable("consul:8500", "reset", null));

        change(30555);

        assertThat(portsOfDependents()).containsOnly(30555);
        assertThat(port(GATEWAY)).isEqualTo(30555);
    }

    /** What is wanted is asked for anew by each try. */
    @Test
    void areWrittenAsTheyAreWantedByThen() {
        flow.silent = true;
        failFirst(
                1,
                () -> {
                    flow.desired.update(
                            NotExported.gone(new ServiceName("shop", "s-7")), Long.MAX_VALUE);
                    return new ConsulUnavailable("consul:8500", "reset", null);
                });

        change(30555);

        assertThat(flow.stored()).doesNotContainKey(key(7));
        assertThat(port(key(8))).isEqualTo(30555);
    }

    @Test
    void areLeftToAComparisonWhenOnlyTheyFail() {
        failures(
                request ->
                        request instanceof Transaction transaction
                                && transaction.changes().size() > 1,
                () -> new ConsulUnavailable("consul:8500", "reset", null));

        change(30555);

        assertThat(portsOfDependents()).containsOnly(30443);
        assertThat(flow.rung).containsExactly(Trigger.LEFT_OVER);
        assertThat(warnings())
                .containsExactly(
                        "WARN Consul at consul:8500 does not answer: reset; left to the next"
                                + " comparison");
        assertThat(port(GATEWAY)).isEqualTo(30555);
    }

    @Test
    void areLeftToTheLeaderThatHasTakenOver() {
        failFirst(
                1,
                () -> {
                    flow.state = new LeadershipState.Standby("another");
                    return new FencedOff("another leads", null);
                });

        change(30555);

        assertThat(transactions()).hasSize(1);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void areOnlyNotedByAStandby() {
        flow.state = new LeadershipState.Standby("another");

        change(30555);

        assertThat(requests).isEmpty();
    }

    @Test
    void doNotHoldUpOneAnotherWhenTheProgramStumblesOverOne() {
        flow.lookup =
                name -> {
                    if (name.name().equals("other")) {
                        throw new IllegalStateException("a mistake");
                    }
                    return Optional.ofNullable(cluster.get(name));
                };
        // One of them names another ingress Service by now, over which we stumble.
        add(dependent(7).through("edge", "other", "tls").build());

        change(30555);

        assertThat(port(key(7))).isEqualTo(30443);
        assertThat(port(key(8))).isEqualTo(30555);
        assertThat(port(GATEWAY)).isEqualTo(30555);
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("shop/s-7", "what was published stays", "a mistake");
    }

    @Test
    void doNotKeepTheIngressServiceFromItsOwnExportWhenTheyFailAsAWhole() {
        AtomicInteger asked = new AtomicInteger();
        flow.lookup =
                name -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("a mistake");
                    }
                    return Optional.ofNullable(cluster.get(name));
                };

        change(30555);

        assertThat(portsOfDependents()).containsOnly(30443);
        assertThat(port(GATEWAY)).isEqualTo(30555);
    }

    @Test
    void keepWhatTheyHaveWhenTheIngressServiceIsDeleted() {
        cluster.remove(new ServiceName("edge", "gateway"));

        flow.deleted(gateway(30443));

        assertThat(flow.stored()).doesNotContainKey(GATEWAY);

        assertThat(portsOfDependents()).containsOnly(30443);
        assertThat(warnings()).hasSize(DEPENDENTS);
    }

    private void change(int nodePort) {
        add(gateway(nodePort));
        flow.event(gateway(nodePort));
    }

    private void add(Service service) {
        cluster.put(ServiceReader.name(service), service);
    }

    private void denied(Predicate<KvKey> keys) {
        failures(
                request ->
                        request instanceof Transaction transaction
                                && transaction.changes().stream()
                                        .anyMatch(change -> keys.test(change.key())),
                () -> new ConsulDenied("key:write is denied", List.of(key(7)), null));
    }

    private void failFirst(int times, Supplier<RuntimeException> failure) {
        failures(
                request -> request instanceof Transaction && failures.incrementAndGet() <= times,
                failure);
    }

    private void failures(Predicate<Object> which, Supplier<RuntimeException> failure) {
        flow.beforeAnswer =
                request -> {
                    requests.add(request);
                    if (which.test(request)) {
                        throw failure.get();
                    }
                };
    }

    private List<Transaction> transactions() {
        return requests.stream()
                .filter(Transaction.class::isInstance)
                .map(Transaction.class::cast)
                .toList();
    }

    private List<String> warnings() {
        return log.lines().stream().filter(line -> line.startsWith("WARN ")).toList();
    }

    private List<Integer> portsOfDependents() {
        return IntStream.range(0, DEPENDENTS).mapToObj(i -> port(key(i))).toList();
    }

    private int port(KvKey key) {
        return DocumentReader.read(flow.stored().get(key).value()).orElseThrow().port();
    }

    private static Services dependent(int i) {
        return service("shop", "s-" + i)
                .exported()
                .nodePort("http", 80, 30090)
                .through("edge", "gateway", "tls");
    }

    private static Service gateway(int nodePort) {
        return service("edge", "gateway").exported().nodePort("tls", 443, nodePort).build();
    }

    private static KvKey key(int i) {
        return id("shop-s-" + i + "-http");
    }

    private static KvKey id(String id) {
        return new KvKey("kse/services/cluster-%s/clusters/cluster".formatted(id));
    }
}
