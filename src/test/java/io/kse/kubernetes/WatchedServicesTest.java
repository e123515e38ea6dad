package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
class WatchedServicesTest {
    /** Port 1 is reserved, nothing listens there. */
    private static final String UNREACHABLE = "https://127.0.0.1:1";

    @TempDir Path folder;
    private final Cluster cluster;
    private final String watched;
    private final String other;

    WatchedServicesTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
        watched = cluster.newNamespace();
        other = cluster.newNamespace();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void findsWatchedServicesWithoutTheApiServer() throws Exception {
        cluster.apply(service(watched, "cart"));
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(watched))) {
            route.awaitComplete();
            ServiceLookup lookup = new WatchedServices(route.component, unreachable());

            assertThat(lookup.find(new ServiceName(watched, "cart"))).isPresent();
            assertThat(lookup.find(new ServiceName(watched, "shop"))).isEmpty();
        }
    }

    @Test
    void asksForServicesOutsideTheWatchedNamespaces() throws Exception {
        cluster.apply(service(other, "gateway"));
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(watched))) {
            ServiceLookup lookup = new WatchedServices(route.component, cluster.admin());

            assertThat(lookup.find(new ServiceName(other, "gateway"))).isPresent();
            assertThat(lookup.find(new ServiceName(other, "missing"))).isEmpty();
            assertThat(lookup.find(new ServiceName("no-such-namespace", "gateway"))).isEmpty();
        }
    }

    @Test
    void asksWhileTheWatchIsIncomplete() {
        cluster.apply(service(watched, "cart"));
        ServiceLookup lookup = lookupWithoutRoute(cluster.admin());

        assertThat(lookup.find(new ServiceName(watched, "cart"))).isPresent();
    }

    @Test
    void knowsAllServicesOfAllWatchedNamespaces() throws Exception {
        cluster.apply(service(watched, "cart"));
        cluster.apply(service(other, "shop"));
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(watched, other))) {
            route.awaitComplete();
            WatchedServices services = new WatchedServices(route.component, unreachable());

            assertThat(services.isComplete()).isTrue();
            assertThat(services.all())
                    .extracting(service -> service.getMetadata().getName())
                    .containsExactlyInAnyOrder("cart", "shop");
        }
    }

    @Test
    void refusesToTellAllWhileOneNamespaceIsUnknown() throws Exception {
        cluster.apply(service(watched, "cart"));
        cluster.allowReading(watched, "exporter");
        try (WatchRoute route = new WatchRoute(cluster.as("exporter"), List.of(watched, other))) {
            WatchedServices services = new WatchedServices(route.component, unreachable());

            assertThat(services.isComplete()).isFalse();
            assertThatThrownBy(services::all)
                    .isInstanceOf(KubernetesUnavailable.class)
                    .hasMessageContaining("not complete yet");
            assertThat(services.differing(List.of(service(watched, "shop")))).isEmpty();
        }
    }

    @Test
    void findsServicesOfAKnownNamespaceWhileAnotherIsUnknown() throws Exception {
        cluster.apply(service(watched, "cart"));
        cluster.allowReading(watched, "exporter");
        try (WatchRoute route = new WatchRoute(cluster.as("exporter"), List.of(watched, other))) {
            WatchedServices services = new WatchedServices(route.component, unreachable());
            await().until(services::isSettled);

            assertThat(services.find(new ServiceName(watched, "cart"))).isPresent();
            assertThat(services.known()).hasSize(1);
            assertThatThrownBy(() -> services.find(new ServiceName(other, "cart")))
                    .isInstanceOf(KubernetesUnavailable.class);
        }
    }

    @Test
    void knowsNothingBeforeTheWatchBegins() {
        WatchedServices services =
                new WatchedServices(
                        new InformerServicesComponent(List.of(), new Arrivals()), unreachable());

        assertThat(services.isSettled()).isFalse();
        assertThatThrownBy(services::known).isInstanceOf(KubernetesUnavailable.class);
    }

    @Test
    void findsWhatALiveListSaysDifferently() throws Exception {
        List.of("same", "gone", "changed").forEach(n -> cluster.apply(service(watched, n)));
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(watched))) {
            route.awaitComplete();
            WatchedServices services = new WatchedServices(route.component, unreachable());
            List<Service> live =
                    new ArrayList<>(
                            new LiveServices(cluster.admin(), List.of(watched))
                                    .list(Cluster.PATIENCE));
            assertThat(services.differing(live)).isEmpty();

            live.removeIf(s -> !"same".equals(s.getMetadata().getName()));
            live.add(version(service(watched, "changed"), "7"));
            live.add(version(service(watched, "new"), "8"));

            assertThat(services.differing(live))
                    .containsExactlyInAnyOrder(
                            new ServiceName(watched, "gone"),
                            new ServiceName(watched, "changed"),
                            new ServiceName(watched, "new"));
        }
    }

    /** A comparison must see what was listed, also if it has the version of what is watched. */
    @Test
    void givesTheWatchedServiceForAListedOneOnlyIfTheyAreEqual() throws Exception {
        cluster.apply(service(watched, "cart"));
        try (WatchRoute route = new WatchRoute(cluster.admin(), List.of(watched))) {
            route.awaitComplete();
            WatchedServices services = new WatchedServices(route.component, unreachable());
            Service known = services.findKnown(new ServiceName(watched, "cart")).orElseThrow();
            LiveServices live = new LiveServices(cluster.admin(), List.of(watched));

            Service listed = live.list(Cluster.PATIENCE).get(0);
            assertThat(services.asWatched(listed)).isSameAs(known).isNotSameAs(listed);

            Service changed =
                    new ServiceBuilder(listed).editSpec().withType("Other").endSpec().build();
            assertThat(services.asWatched(changed)).isSameAs(changed);
            Service unknown = service(watched, "new");
            assertThat(services.asWatched(unknown)).isSameAs(unknown);
        }
    }

    private static Service version(Service service, String version) {
        service.getMetadata().setResourceVersion(version);
        return service;
    }

    @Test
    void countsForbiddenServicesAsMissingAndSaysSoOnce() {
        cluster.apply(service(other, "gateway"));
        ServiceLookup lookup = lookupWithoutRoute(cluster.as("reader"));

        try (LogLines lines = new LogLines(AskedServices.class)) {
            assertThat(lookup.find(new ServiceName(other, "gateway"))).isEmpty();
            assertThat(lookup.find(new ServiceName(other, "gateway"))).isEmpty();

            assertThat(lines.lines()).hasSize(1);
            assertThat(lines.lines().get(0))
                    .startsWith(
                            "WARN Missing right: get services named gateway in namespace " + other);
        }
    }

    @Test
    void neverAsksForWhatCannotBeAName() {
        ServiceLookup lookup = lookupWithoutRoute(unreachable());

        assertThat(lookup.find(new ServiceName("../../secrets", "cart"))).isEmpty();
        assertThat(lookup.find(new ServiceName(other, "cart?watch=true"))).isEmpty();
        assertThat(lookup.find(new ServiceName("", ""))).isEmpty();
    }

    @Test
    void tellsSilenceOfTheApiServerFromAbsence() {
        ServiceLookup lookup = lookupWithoutRoute(unreachable());

        assertThatThrownBy(() -> lookup.find(new ServiceName(other, "gateway")))
                .isInstanceOf(KubernetesUnavailable.class)
                .hasMessageStartingWith("Kubernetes API server https://127.0.0.1:1/: ")
                .hasMessageContaining("refused")
                .message()
                .doesNotContain("\n");
    }

    private static ServiceLookup lookupWithoutRoute(KubernetesClient client) {
        return new WatchedServices(
                new InformerServicesComponent(List.of(), new Arrivals()), client);
    }

    private KubernetesClient unreachable() {
        return cluster.connect(KubeconfigFile.write(folder, UNREACHABLE, "", "{token: x}"));
    }
}
