package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.service.ServiceName;
import io.kse.testbed.Etcd;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watches through a proxy on an API server that reads everything from etcd, so that 410 is real.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchGapTest {
    private RealKubernetes kubernetes;
    private Cluster direct;
    private KubernetesClient client;
    private FaultyProxy proxy;
    private Cluster cluster;
    private String namespace;
    private final AtomicInteger gaps = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path folder) {
        kubernetes = RealKubernetes.start(folder, "--watch-cache=false");
        direct = new Cluster(kubernetes);
    }

    @AfterAll
    void end() {
        direct.close();
        kubernetes.close();
    }

    private WatchRoute watch(CountDownLatch free) throws Exception {
        proxy = FaultyProxy.tcp(URI.create(kubernetes.url()).getPort());
        cluster = new Cluster(kubernetes);
        namespace = cluster.newNamespace();
        List.of("goes", "stays", "changes").forEach(name -> direct.apply(service(namespace, name)));
        gaps.set(0);
        Path kubeconfig = kubernetes.kubeconfigAt("https://127.0.0.1:" + proxy.port());
        client = cluster.connect(kubeconfig);
        // How long the first request hangs on a connection that is silent.
        client.getConfiguration().setRequestTimeout(2_000);
        WatchRoute route = new WatchRoute(client, List.of(namespace), exchange -> free.await());
        route.component.onGap(gaps::incrementAndGet);
        route.awaitComplete();
        return route;
    }

    private WatchRoute watch() throws Exception {
        WatchRoute route = watch(new CountDownLatch(0));
        await().until(() -> route.seen().size() == 3);
        return route;
    }

    @AfterEach
    void close() {
        cluster.close();
        proxy.close();
    }

    private void changeEverything() {
        direct.delete(namespace, "goes");
        direct.annotate(namespace, "changes", "colour", "blue");
        direct.apply(service(namespace, "comes"));
    }

    @Test
    void tellsWhatTheWatchSaysFromWhatAListBrings() throws Exception {
        try (WatchRoute route = watch()) {
            changeEverything();

            route.awaitSeen("ADDED comes");
            assertThat(route.sourced())
                    .containsExactly(
                            "ADDED changes LISTED",
                            "ADDED goes LISTED",
                            "ADDED stays LISTED",
                            "DELETED goes WATCHED",
                            "MODIFIED changes WATCHED",
                            "ADDED comes WATCHED");
            assertThat(gaps).hasValue(0);
        }
    }

    @Test
    void goesOnWhereItWasAfterAReset() throws Exception {
        try (WatchRoute route = watch()) {
            proxy.fault(new Fault.Refuse());
            changeEverything();
            proxy.heal();

            route.awaitSeen("ADDED comes");
            assertThat(route.sourced())
                    .contains("DELETED goes WATCHED", "ADDED comes WATCHED")
                    .hasSize(6);
            assertThat(gaps).hasValue(0);
        }
    }

    @Test
    void listsAgainWhenItsPlaceInTheHistoryIsGone() throws Exception {
        try (WatchRoute route = watch()) {
            proxy.fault(new Fault.Refuse());
            changeEverything();
            new Etcd(kubernetes).forgetHistory();
            proxy.heal();

            awaitGapWithEvents(route);
        }
    }

    @Test
    void restartReportsWhatWasMissedAndKeepsWhatIsKnown() throws Exception {
        try (WatchRoute route = watch()) {
            proxy.blackhole();
            changeEverything();

            route.component.restartWatch();
            route.component.restartWatch();

            assertThat(known(route)).contains("stays", "changes", "goes");
            awaitGapWithEvents(route);
            assertThat(known(route)).containsExactlyInAnyOrder("stays", "changes", "comes");
            direct.delete(namespace, "stays");
            route.awaitSeen("DELETED stays");
            assertThat(route.sourced()).hasSize(7).endsWith("DELETED stays WATCHED");
            await("one restart, though it was asked for twice")
                    .during(Duration.ofSeconds(1))
                    .until(() -> gaps.get() == 1);
        }
    }

    @Test
    void watchesOnWhenNobodyCanBeToldOfAGap() throws Exception {
        try (LogLines lines = new LogLines(ListThenWatch.class);
                WatchRoute route = watch()) {
            route.component.onGap(
                    () -> {
                        throw new IllegalStateException("on purpose");
                    });
            route.component.restartWatch();
            await().until(() -> lines.lines().size() == 1);

            changeEverything();

            route.awaitSeen("ADDED comes");
            assertThat(route.sourced()).hasSize(6).endsWith("ADDED comes WATCHED");
            assertThat(lines.lines().get(0)).startsWith("ERROR ").contains("had a gap");
        }
    }

    private void awaitGapWithEvents(WatchRoute route) {
        await().atMost(Duration.ofSeconds(40)).until(() -> gaps.get() == 1);
        route.awaitSeen("DELETED goes");
        assertThat(route.sourced().subList(3, 6))
                .containsExactlyInAnyOrder(
                        "DELETED goes LISTED", "MODIFIED changes LISTED", "ADDED comes LISTED");
    }

    private static List<String> known(WatchRoute route) {
        return route.component.services().orElseThrow().list().map(WatchGapTest::name).toList();
    }

    private static String name(Service service) {
        return service.getMetadata().getName();
    }

    @Test
    void gapIsToldWhenItsEventsWaitForTheRoute() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        try (WatchRoute route = watch(free)) {
            await().until(() -> route.seen().size() == 1);
            CountDownLatch told = new CountDownLatch(1);
            List<Set<ServiceName>> waiting = new CopyOnWriteArrayList<>();
            route.component.onGap(
                    () -> {
                        waiting.add(route.component.waiting().keySet());
                        told.countDown();
                    });
            proxy.blackhole();
            changeEverything();
            route.component.restartWatch();

            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.get(0))
                    .containsExactlyInAnyOrder(
                            name("goes"), name("stays"), name("changes"), name("comes"));
            free.countDown();
            await().until(() -> route.component.waiting().isEmpty());
        }
    }

    private ServiceName name(String service) {
        return new ServiceName(namespace, service);
    }

    @Test
    void doubtFindsABlackholedWatch() throws Exception {
        try (WatchRoute route = watch()) {
            WatchDoubt doubt = new WatchDoubt(route.arrivals, route.component::restartWatch);
            WatchedServices watched = new WatchedServices(route.component, client);
            LiveServices live = new LiveServices(client, List.of(namespace));
            proxy.blackhole();
            changeEverything();

            long arrival = route.arrivals.latest();
            List<Service> listed =
                    await().ignoreExceptionsInstanceOf(KubernetesUnavailable.class)
                            .until(() -> live.list(Duration.ofSeconds(1)), list -> true);
            doubt.suspect(watched.differing(listed), arrival);
            doubt.check();
            assertThat(doubt.restarts()).as("within the grace").isZero();
            await().atMost(Duration.ofSeconds(8))
                    .until(
                            () -> {
                                doubt.check();
                                return gaps.get() == 1;
                            });

            direct.delete(namespace, "stays");
            route.awaitSeen("DELETED stays");
            assertThat(route.sourced()).hasSize(7).endsWith("DELETED stays WATCHED");
            assertThat(doubt.restarts()).isOne();
        }
    }
}
