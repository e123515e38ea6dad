package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.kubernetes.WatchRoute.Seen;
import io.kse.service.ServiceAnnotations;
import io.kse.service.ServiceName;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

@ExtendWith(RealServers.class)
class InformerConsumerTest {
    private static final String COLOUR = ServiceAnnotations.PREFIX + "colour";

    private final Cluster cluster;
    private final String namespace;

    InformerConsumerTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
        namespace = cluster.newNamespace();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void followsServicesFromTheFirstListOn() throws Exception {
        cluster.apply(service(namespace, "cart"));
        try (WatchRoute route = watch()) {
            route.awaitSeen("ADDED cart");

            cluster.apply(service(namespace, "shop"));
            route.awaitSeen("ADDED shop");

            cluster.annotate(namespace, "shop", COLOUR, "blue");
            route.awaitSeen("MODIFIED shop");

            cluster.delete(namespace, "cart");
            route.awaitSeen("DELETED cart");

            assertThat(route.seen())
                    .containsExactly("ADDED cart", "ADDED shop", "MODIFIED shop", "DELETED cart");
            assertThat(route.deliveries())
                    .extracting(Seen::arrival)
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(route.deliveries())
                    .extracting(Seen::thread)
                    .allMatch(name -> name.contains("watch:" + WatchRoute.ROUTE));
            assertThat(route.deliveries().get(2).service().getMetadata().getAnnotations())
                    .containsEntry(COLOUR, "blue");
        }
    }

    @Test
    void keepsTheLatestStateForABusyRoute() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        cluster.apply(service(namespace, "first"));
        try (WatchRoute route = watch(free)) {
            route.awaitSeen("ADDED first");

            cluster.apply(service(namespace, "cart"));
            cluster.annotate(namespace, "cart", COLOUR, "red");
            cluster.annotate(namespace, "cart", COLOUR, "blue");
            cluster.apply(service(namespace, "shop"));
            cluster.delete(namespace, "shop");
            cluster.apply(service(namespace, "last"));
            awaitStored(route, "last");
            free.countDown();

            route.awaitSeen("ADDED last");
            assertThat(route.seen())
                    .containsExactly("ADDED first", "MODIFIED cart", "DELETED shop", "ADDED last");
            assertThat(route.deliveries().get(1).service().getMetadata().getAnnotations())
                    .containsEntry(COLOUR, "blue");
        }
    }

    private void awaitStored(WatchRoute route, String name) {
        await().until(
                        () ->
                                route.component
                                        .services()
                                        .flatMap(services -> services.find(namespace, name))
                                        .isPresent());
    }

    @Test
    void goesOnAfterAnEventThatTheRouteFailsOn() throws Exception {
        try (WatchRoute route =
                new WatchRoute(
                        cluster.admin(),
                        List.of(namespace),
                        exchange -> {
                            throw new IllegalStateException("on purpose");
                        })) {
            cluster.apply(service(namespace, "cart"));
            cluster.apply(service(namespace, "shop"));

            route.awaitSeen("ADDED shop");
        }
    }

    @Test
    void handsOnNothingBeforeOneNamespaceIsKnown() throws Exception {
        cluster.apply(service(namespace, "cart"));
        try (LogLines lines = new LogLines(ApiServerTrouble.class);
                WatchRoute route = new WatchRoute(cluster.as("reader"), List.of(namespace))) {
            String missing = "missing right: list services in namespace " + namespace;
            await().until(() -> lines.of(missing).size() == 1);
            assertThat(route.component.services()).isEmpty();
            assertThat(route.seen()).isEmpty();
            assertThat(health(route).getState()).isEqualTo(HealthCheck.State.DOWN);

            cluster.allowReading(namespace, "reader");

            route.awaitSeen("ADDED cart");
            assertThat(health(route).getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health(route).getDetails()).containsEntry("complete", true);
            assertThat(lines.lines()).hasSize(2).first().asString().startsWith("WARN ");
            assertThat(lines.lines().get(1))
                    .startsWith("INFO ")
                    .endsWith("granted by now: list services in namespace " + namespace);
        }
    }

    @Test
    void goesOnWithWhatIsKnownWhileAnotherNamespaceIsForbidden() throws Exception {
        String other = cluster.newNamespace();
        cluster.apply(service(namespace, "cart"));
        cluster.apply(service(other, "shop"));
        cluster.allowReading(namespace, "reader");
        AtomicInteger rung = new AtomicInteger();
        try (LogLines lines = new LogLines(ApiServerTrouble.class);
                WatchRoute route =
                        new WatchRoute(cluster.as("reader"), List.of(namespace, other))) {
            route.component.onGap(rung::incrementAndGet);
            WatchedServices watched = new WatchedServices(route.component, cluster.admin());
            route.awaitSeen("ADDED cart");
            assertThat(health(route).getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health(route).getDetails()).containsEntry("complete", false);
            assertThat(watched.isSettled()).isTrue();
            assertThat(watched.isComplete()).isFalse();
            assertThat(watched.known()).hasSize(1);
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "missing right: list services in namespace " + other,
                            "its Services stay as published, and no document is pruned");

            cluster.allowReading(other, "reader");

            route.awaitSeen("ADDED shop");
            await().until(watched::isComplete);
            await().until(() -> rung.get() == 1);
            assertThat(watched.known()).hasSize(2);
            assertThat(route.sourced()).containsExactly("ADDED cart LISTED", "ADDED shop LISTED");
        }
    }

    @Test
    void knowsThatANamespaceThatDoesNotExistYetIsEmpty() throws Exception {
        cluster.apply(service(namespace, "cart"));
        String later = "later-" + namespace;
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(namespace, later))) {
            route.awaitComplete().awaitSeen("ADDED cart");

            cluster.create(later);
            cluster.apply(service(later, "shop"));

            route.awaitSeen("ADDED shop");
        }
    }

    @Test
    void handsOnAnObjectThatDoesNotSayItsKind() throws Exception {
        Service cart = service(namespace, "cart");
        cart.setKind(null);
        LatestEvents<Service> line =
                new LatestEvents<>(new Arrivals(), (action, object, source) -> true);
        line.open();
        line.offer(Action.ADDED, cart, EventSource.WATCHED);
        List<String> handedOn = new CopyOnWriteArrayList<>();
        try (WatchRoute route = watch()) {
            Endpoint endpoint = route.camel.getEndpoint("kubernetes-services:other");
            InformerConsumer<Service> consumer =
                    new InformerConsumer<>(
                            endpoint,
                            exchange -> handedOn.add(MDC.get("service")),
                            List.of(),
                            route.arrivals,
                            (action, service, source) -> true,
                            () -> {},
                            all -> true);
            consumer.init();

            consumer.handOn(line, line.take().orElseThrow());
        }

        assertThat(handedOn).containsExactly(namespace + "/cart");
        assertThat(line.unfinished()).isEmpty();
    }

    @Test
    void bringsAServiceToTheRouteOnceMore() throws Exception {
        cluster.apply(service(namespace, "cart"));
        try (WatchRoute route = watch()) {
            route.awaitSeen("ADDED cart");

            route.component.again(new ServiceName(namespace, "none"));
            route.component.again(new ServiceName(namespace, "cart"));

            route.awaitSeen("MODIFIED cart");
            assertThat(route.sourced())
                    .containsExactly("ADDED cart LISTED", "MODIFIED cart LISTED");
            assertThat(route.deliveries().get(1).arrival()).isEqualTo(2);
        }
    }

    private static HealthCheck.Result health(WatchRoute route) {
        var consumer = (HealthCheckAware) route.camel.getRoute(WatchRoute.ROUTE).getConsumer();
        return consumer.getHealthCheck().call();
    }

    @Test
    void watchesSeveralNamespacesAndNoOther() throws Exception {
        String second = cluster.newNamespace();
        String unwatched = cluster.newNamespace();
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(namespace, second))) {
            cluster.apply(service(unwatched, "hidden"));
            cluster.apply(service(namespace, "cart"));
            cluster.apply(service(second, "shop"));

            route.awaitSeen("ADDED cart");
            route.awaitSeen("ADDED shop");
            assertThat(route.seen()).hasSize(2);
        }
    }

    @Test
    void asksForAConsistentListInPages() throws Exception {
        List<String> queries = new CopyOnWriteArrayList<>();
        try (KubernetesClient client =
                        cluster.adminWho(request -> queries.add(request.uri().getQuery()));
                WatchRoute route = new WatchRoute(client, List.of(namespace))) {
            route.awaitComplete();

            assertThat(queries.get(0)).isEqualTo("limit=" + PagedList.SERVICES);
        }
    }

    @Test
    void dropsManagedFields() throws Exception {
        cluster.apply(service(namespace, "cart"));
        try (WatchRoute route = watch()) {
            route.awaitSeen("ADDED cart");

            var metadata = route.deliveries().get(0).service().getMetadata();
            assertThat(metadata.getManagedFields()).isNullOrEmpty();
        }
    }

    @Test
    void stopsTwiceAndAtOnceWhileTheRouteIsStuck() throws Exception {
        cluster.apply(service(namespace, "cart"));
        CountDownLatch stuck = new CountDownLatch(1);
        WatchRoute route = watch(stuck);
        route.awaitSeen("ADDED cart");
        var consumer = (InformerConsumer<?>) route.camel.getRoute(WatchRoute.ROUTE).getConsumer();
        String thread = route.deliveries().get(0).thread();

        consumer.stop();
        consumer.doStop();
        assertThat(threads()).contains(thread);
        assertThat(consumer.getPendingExchangesSize()).as("still under way").isEqualTo(1);
        stuck.countDown();

        await().untilAsserted(() -> assertThat(threads()).doesNotContain(thread));
        assertThat(consumer.getPendingExchangesSize()).isZero();
        route.close();
    }

    @Test
    void takesTheEventUnderWayToItsEndWhenCamelStops() throws Exception {
        cluster.apply(service(namespace, "cart"));
        CountDownLatch stuck = new CountDownLatch(1);
        WatchRoute route = watch(stuck);
        route.awaitSeen("ADDED cart");
        var consumer = (InformerConsumer<?>) route.camel.getRoute(WatchRoute.ROUTE).getConsumer();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(route::close);
        await().until(consumer::isSuspended);
        assertThat(consumer.informers()).as("what the event may look up").isPresent();
        stuck.countDown();
        stopped.get();

        assertThat(route.through()).containsExactly("ADDED cart");
        assertThat(consumer.informers()).isEmpty();
    }

    @Test
    void leavesWhatFailsDuringAStopToTheNextStart() throws Exception {
        cluster.apply(service(namespace, "cart"));
        CountDownLatch stuck = new CountDownLatch(1);
        Processor failing =
                exchange -> {
                    stuck.await();
                    throw new IllegalStateException("fails");
                };
        try (LogLines log = new LogLines(InformerConsumer.class.getName());
                WatchRoute route = new WatchRoute(cluster.admin(), List.of(namespace), failing)) {
            route.awaitSeen("ADDED cart");
            var consumer = route.camel.getRoute(WatchRoute.ROUTE).getConsumer();

            ((InformerConsumer<?>) consumer).suspend();
            stuck.countDown();

            await().until(() -> !log.of("cart: left to the next start").isEmpty());
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void startsAgainAfterAStop() throws Exception {
        cluster.apply(service(namespace, "cart"));
        try (WatchRoute route = watch()) {
            route.awaitSeen("ADDED cart");
            var consumer = route.camel.getRoute(WatchRoute.ROUTE).getConsumer();
            consumer.stop();
            assertThat(route.component.services()).isEmpty();

            cluster.apply(service(namespace, "shop"));
            consumer.start();

            route.awaitSeen("ADDED shop");
        }
    }

    @Test
    void refusesOptionsThatWouldHideServices() throws Exception {
        InformerServicesComponent component =
                new InformerServicesComponent(List.of(), new Arrivals());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("kubernetes-services", component);
            camel.getRegistry().bind("kubernetesClient", cluster.admin());
            var endpoint =
                    camel.getEndpoint(
                            "kubernetes-services:cluster?kubernetesClient=#kubernetesClient"
                                    + "&namespace=shop");

            assertThatThrownBy(() -> endpoint.createConsumer(exchange -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("KSE_NAMESPACE_LIST");
        }
    }

    @Test
    void reportsAServiceThatComesBackUnderItsName() throws Exception {
        cluster.apply(service(namespace, "cart"));
        try (WatchRoute route = watch()) {
            route.awaitSeen("ADDED cart");

            cluster.delete(namespace, "cart");
            cluster.apply(service(namespace, "cart"));

            await().until(
                            () ->
                                    route.deliveries().stream()
                                                    .filter(s -> s.action() == Action.ADDED)
                                                    .count()
                                            == 2);
        }
    }

    private WatchRoute watch() throws Exception {
        return new WatchRoute(cluster.admin(), List.of(namespace));
    }

    private WatchRoute watch(CountDownLatch free) throws Exception {
        return new WatchRoute(cluster.admin(), List.of(namespace), exchange -> free.await());
    }
}
