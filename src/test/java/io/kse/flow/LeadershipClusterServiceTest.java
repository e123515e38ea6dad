package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulLock;
import io.kse.consul.ConsulReachability;
import io.kse.document.KeySpace;
import io.kse.leadership.Leadership;
import io.kse.leadership.Timing;
import io.kse.service.ClusterId;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class LeadershipClusterServiceTest {
    private static final ClusterId CLUSTER = new ClusterId("prod");

    private static Leadership leadership(RealConsul consul, String prefix, String pod) {
        ConsulSettings settings =
                new ConsulSettings(
                        consul.host(),
                        consul.port(),
                        prefix,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        ConsulLock lock =
                new ConsulLock(
                        new ConsulClients(settings),
                        new KeySpace(prefix, CLUSTER),
                        pod,
                        Optional::empty,
                        new ConsulReachability("consul"));
        return new Leadership(lock, CLUSTER, () -> true, Timing.standard());
    }

    @Test
    void runsARouteOnTheLeaderOnly(RealConsul consul) throws Exception {
        String prefix = consul.newPrefix();
        Leadership other = leadership(consul, prefix, "other");
        Leadership ours = leadership(consul, prefix, "ours");
        other.start();
        await().until(other::isLeading);

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addService(new LeadershipClusterService(ours, "ours"));
            context.addRoutes(onlyOnTheLeader());
            context.start();
            ours.start();
            await().until(ours::isStandby);
            assertThat(status(context)).isNotEqualTo(ServiceStatus.Started);

            other.stop();
            await().until(() -> status(context) == ServiceStatus.Started);

            ours.stop();
            await().until(() -> status(context) == ServiceStatus.Stopped);
        }
    }

    private static RouteBuilder onlyOnTheLeader() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                from("timer:tick?period=100")
                        .routeId("leaders-only")
                        .routePolicy(ClusteredRoutePolicy.forNamespace("any"))
                        .log("tick");
            }
        };
    }

    private static ServiceStatus status(DefaultCamelContext context) {
        return context.getRouteController().getRouteStatus("leaders-only");
    }

    @Test
    void saysWhoLeads(RealConsul consul) throws Exception {
        String prefix = consul.newPrefix();
        Leadership ours = leadership(consul, prefix, "ours");
        List<Optional<String>> leaders = new CopyOnWriteArrayList<>();
        LeadershipClusterService service = new LeadershipClusterService(ours, "ours");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addService(service);
            context.start();
            CamelClusterView view = service.getView("any");
            view.addEventListener(
                    (CamelClusterEventListener.Leadership)
                            (source, leader) ->
                                    leaders.add(
                                            Optional.ofNullable(leader)
                                                    .map(CamelClusterMember::getId)));
            assertThat(view.getLeader()).isEmpty();
            assertThat(view.getMembers()).singleElement().matches(member -> !member.isLeader());

            ours.start();
            await().until(() -> leaders.contains(Optional.of("ours")));
            assertThat(view.getLocalMember().isLeader()).isTrue();
            assertThat(service.isLeader("any")).isTrue();
            Leadership next = leadership(consul, prefix, "next");
            next.start();
            ours.stop();

            await().until(next::isLeading);
            assertThat(service.isLeader("any")).isFalse();
            next.stop();
        }
    }
}
