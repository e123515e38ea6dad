package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulReachability;
import io.kse.leadership.LockEntry;
import io.kse.plan.BrakeCause;
import io.kse.plan.Desired;
import io.kse.registration.AgentState;
import io.kse.registration.OurTags;
import io.kse.registration.Registered;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.RegistrationChange;
import io.kse.registration.RegistrationPlanner;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.service.ServiceName;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.option.ImmutablePutOptions;

/**
 * Consul Services of which a replica does not know whose they were: from before its start, or from
 * an agent that came back with what it had some time ago.
 */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class LeftRegistrationsTest {
    private final String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final RealConsul consul;
    private final Agent agent;
    private final OwnNamespace namespace;

    LeftRegistrationsTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.agent = new Agent(consul);
        this.namespace =
                new OwnNamespace(kubernetes, consul)
                        .with("KSE_CLUSTER_ID", cluster)
                        .with("KSE_SERVICES_ENABLED", "true");
    }

    @SideBySide
    void goAtTheLeaderThoughTheirServiceHasChangedSinceTheLastList() throws Exception {
        goThoughTheirServiceHasChanged();
    }

    @SideBySide
    void goAtAStandbyThoughTheirServiceHasChangedSinceTheLastList() throws Exception {
        anotherOneLeads();

        goThoughTheirServiceHasChanged();
    }

    private void goThoughTheirServiceHasChanged() throws Exception {
        namespace.createMany("cart", 2);
        try (RunningExporter exporter = namespace.start()) {
            await("cart-0", "cart-1");
            namespace.annotate("cart-0", "load-balancer-class", "other");
            barrier("barrier");

            registerOld("cart-0");
            agent.deregister(id("cart-1"));

            await("cart-0", "cart-1", "barrier");
        }
    }

    /** Nobody looks at what a refused Service may have, and its event does not know of it. */
    @SideBySide
    void goAtAStandbyOnceTheirServiceIsRefusedNoMore() throws Exception {
        anotherOneLeads();
        namespace.createMany("cart", 2);
        try (RunningExporter exporter = namespace.start()) {
            await("cart-0", "cart-1");
        }
        registerOld("cart-0");
        namespace.annotate("cart-0", "exported", "ture");
        try (RunningExporter exporter = namespace.start()) {
            barrier("barrier");
            assertThat(agent.services(cluster)).containsKeys(id("cart-0"), old("cart-0"));

            namespace.annotate("cart-0", "exported", "true");

            await("cart-0", "cart-1", "barrier");
        }
    }

    @Test
    void areLookedAtAgainOnceTheEventThatTheyAreLeftToHasComeIn() {
        Map<ServiceName, Long> waiting = new HashMap<>();
        Desired desired = new Desired(() -> waiting, () -> {});
        desired.updateAll(List.of(), 5, true);
        waiting.put(new ServiceName(namespace.name, "cart-0"), 9L);
        AtomicInteger again = new AtomicInteger();
        OurTags tags = new OurTags(new ClusterId(cluster));
        Registrations registrations =
                new Registrations(
                        desired,
                        new RegistrationPlanner(tags),
                        new RegistrationBrake(tags, new DeletePercent(50)),
                        new ConsulReachability("agent"),
                        () -> Drains.IN_SERVICE,
                        again::incrementAndGet);
        Registered there = new Registered(old("cart-0"), tags.list(), "", 30080, List.of());
        AgentState state = new AgentState("", Map.of(old("cart-0"), there));

        assertThat(compare(registrations, state)).isEmpty();
        assertThat(again).hasValue(1);
        waiting.clear();
        assertThat(compare(registrations, state)).hasSize(1);
        assertThat(again).hasValue(1);
    }

    private static List<RegistrationChange> compare(Registrations registrations, AgentState agent) {
        return registrations.plan(registrations.begin(Rung.comparison(BrakeCause.OTHER)), agent);
    }

    /** One that writes nothing. */
    private void anotherOneLeads() throws Exception {
        String lock = "%s/leadership/%s-leader".formatted(namespace.prefix, cluster);
        Map<String, String> settings =
                Map.of("KSE_CLUSTER_ID", cluster, "KSE_CONSUL_PORT", "" + consul.port());
        Consul client = new ConsulClients(ExporterConfig.from(settings).consul()).connect();
        try {
            String session =
                    client.sessionClient()
                            .createSession(ImmutableSession.builder().name("another").build())
                            .getId();
            ImmutablePutOptions acquire = ImmutablePutOptions.builder().acquire(session).build();
            client.keyValueClient().putValue(lock, "another-1", LockEntry.FLAGS, acquire);
        } finally {
            client.destroy();
        }
    }

    private void registerOld(String service) {
        agent.register(
                "{\"Name\":\"%s\",\"Tags\":[\"%s\",\"kube-service-exporter\"],\"Port\":1}"
                        .formatted(old(service), cluster));
    }

    private String id(String service) {
        return "%s-%s-%s-http".formatted(cluster, namespace.name, service);
    }

    private String old(String service) {
        return "%s-%s-%s-old".formatted(cluster, namespace.name, service);
    }

    private void await(String... services) {
        String[] ids = Stream.of(services).map(this::id).toArray(String[]::new);
        eventually().untilAsserted(() -> assertThat(agent.services(cluster)).containsOnlyKeys(ids));
    }

    /** Everything before it has been dealt with. */
    private void barrier(String service) {
        namespace.create(namespace.exported(service));
        eventually().until(() -> agent.services(cluster).containsKey(id(service)));
    }
}
