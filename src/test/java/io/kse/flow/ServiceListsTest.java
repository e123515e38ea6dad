package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.document.KeySpace;
import io.kse.kubernetes.Arrivals;
import io.kse.kubernetes.InformerServicesComponent;
import io.kse.kubernetes.KubernetesClients;
import io.kse.kubernetes.Listing;
import io.kse.kubernetes.LiveServices;
import io.kse.kubernetes.WatchDoubt;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.service.ClusterId;
import io.kse.service.Services;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists of two namespaces, one of which we may not read. */
@ExtendWith(RealServers.class)
class ServiceListsTest {
    private static final LeadershipState LEADING =
            new LeadershipState.Leading(
                    new SessionFence(
                            new KeySpace("kse", new ClusterId("cluster")).leader(), "session"),
                    Instant.EPOCH);

    private final User user;
    private final List<String> namespaces;
    private final KubernetesClient client;
    private final Arrivals arrivals = new Arrivals();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final WatchedServices watched;
    private final InformerServicesComponent component;

    ServiceListsTest(RealKubernetes kubernetes) {
        namespaces = List.of(kubernetes.newNamespace(), kubernetes.newNamespace());
        user = new User(kubernetes).may(namespaces.get(0), "get", "list", "watch");
        client = KubernetesClients.connect(Map.of("KUBECONFIG", user.kubeconfig().toString()));
        component = new InformerServicesComponent(namespaces, arrivals);
        watched = new WatchedServices(component, client);
        for (String namespace : namespaces) {
            kubernetes
                    .client()
                    .resource(Services.service(namespace, "cart").port("http", 80).build())
                    .create();
        }
    }

    @BeforeEach
    void watch() throws Exception {
        camel.getRegistry().bind("kubernetesClient", client);
        camel.addComponent("kubernetes-services", component);
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("kubernetes-services:cluster?kubernetesClient=#kubernetesClient")
                                .process(exchange -> {});
                    }
                });
        camel.start();
        await().until(watched::isSettled);
    }

    @AfterEach
    void close() {
        camel.stop();
        thread.shutdownNow();
        client.close();
    }

    private Listing list(LeadershipState state) throws Exception {
        return new ServiceLists(
                        () -> new LiveServices(client, namespaces).list(Duration.ofSeconds(5)),
                        watched,
                        arrivals,
                        new WatchDoubt(arrivals, () -> {}),
                        () -> state,
                        new FirstList(() -> state),
                        new Bell(thread, System::nanoTime, triggers -> {}),
                        thread)
                .list();
    }

    @Test
    void aLeaderGoesByWhatIsKnownAndTakesNothingForGone() throws Exception {
        Listing listing = list(LEADING);

        assertThat(listing.size()).isOne();
        assertThat(listing.isLive()).isFalse();
        assertThat(listing.isComplete()).isFalse();
    }

    @Test
    void aStandbyTakesNothingForGoneUntilAllIsKnown() throws Exception {
        LeadershipState standby = new LeadershipState.Standby("another");
        assertThat(list(standby).size()).isOne();
        assertThat(list(standby).isComplete()).isFalse();

        user.may(namespaces.get(1), "get", "list", "watch");
        await().atMost(Duration.ofSeconds(20)).until(watched::isComplete);

        LeadershipState campaigning = new LeadershipState.Campaigning();
        assertThat(list(campaigning).size()).isEqualTo(2);
        assertThat(list(campaigning).isComplete()).as("it goes by what it knows").isFalse();
        assertThat(list(standby).size()).isEqualTo(2);
        assertThat(list(standby).isComplete()).isTrue();
        assertThat(list(standby).isLive()).isFalse();
    }
}
