package io.kse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.LoadBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real requests through a real HAProxy while all behind it changes: no request fails that did not
 * have to. One story, since each step goes on from the last one and its landscape takes long to
 * start. Its counts are in {@code target/e2e.txt}; {@code script/e2e} shows them.
 */
@EnabledIf("hasWhatItNeeds")
class TrafficTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BEATS = 5;

    private Landscape landscape;
    private Cluster east;
    private Cluster west;
    private Traffic traffic;
    private Table table;
    private Step step;

    /** HAProxy, and all of 127/8 on loopback, which Linux has. */
    static boolean hasWhatItNeeds() {
        return LoadBalancer.HAPROXY.program().isPresent() && hasManyLoopbackAddresses();
    }

    private static boolean hasManyLoopbackAddresses() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.16.1.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void noRequestFailsThatDidNotHaveTo(@TempDir Path folder) throws Exception {
        try (Landscape all = new Landscape(folder)) {
            landscape = all;
            east = all.east;
            west = all.west;
            table = new Table(List.of(east, west));
            step = new Step("both clusters are up", target -> false);
            table.add(step);
            traffic = new Traffic(all.targets(), step);
            try (Traffic ours = traffic) {
                ours.start();
                bothAnswer();
                nodePortsChange();
                nodeIsCordoned();
                nodeDies();
                clusterIsDrainedAndDies();
                serviceMovesToBoth();
                heartbeatsReloadNothing();
                exportersDie();
            } finally {
                table.write();
            }
        }

        assertThat(table.failures()).isEmpty();
    }

    private void begin(String name) {
        begin(name, target -> false);
    }

    private void begin(String name, Predicate<Target> mayFail) {
        Step last = step;
        step = new Step(name, mayFail);
        table.add(step);
        traffic.count(step);
        last.awaitEnd();
    }

    private void bothAnswer() {
        for (Cluster cluster : List.of(east, west)) {
            for (String node : cluster.nodes()) {
                awaitSharedFrom(node);
            }
        }
        step.awaitEnough(landscape.targets());
    }

    private void awaitSharedFrom(String node) {
        for (Target target : landscape.shared()) {
            step.awaitSome(node, target, outcome -> outcome.isFromNode(node));
        }
    }

    /** Those of east, where they are closed before anybody knows of the new ones. */
    private void nodePortsChange() {
        for (Target shared : List.of(landscape.web, landscape.queue)) {
            begin(shared.service() + " of both: another NodePort in east");
            int port = east.changeNodePort(shared.service());
            step.awaitSome("new NodePort", shared, outcome -> outcome.isFromPort(port));
            step.awaitEnough(landscape.targets());
        }
        begin("gateway of both: another NodePort in east");
        int gateway = east.changeNodePort(Cluster.GATEWAY);
        step.awaitSome("gateway", landscape.account, outcome -> outcome.isFromPort(gateway));
        step.awaitEnough(landscape.targets());

        // Nobody else could answer until HAProxy knows.
        Target cart = landscape.eastsCart;
        begin("cart of east only: another NodePort", cart::equals);
        int port = east.changeNodePort(cart.service());
        step.awaitOnly("new NodePort", cart, outcome -> outcome.isFromPort(port));
        assertThat(step.unavoidableFor()).isLessThan(10);
    }

    private void nodeIsCordoned() {
        String node = east.node(1);
        begin("a node of east is cordoned");
        east.setSchedulable(node, false);
        landscape.loadBalancer.awaitNoServerOf(Set.of(east.address(node)));
        for (Target target : landscape.shared()) {
            step.awaitOnly(
                    "others", target, outcome -> !outcome.failed() && !outcome.isFromNode(node));
        }

        begin("… and stops");
        east.stopNode(node);
        step.awaitEnough(landscape.targets());

        begin("… and is back");
        east.startNode(node);
        east.setSchedulable(node, true);
        awaitSharedFrom(node);
        step.awaitEnough(landscape.targets());
    }

    /** Nobody has said so: only HAProxy finds out. What was under way may not be sent twice. */
    private void nodeDies() {
        String node = east.node(2);
        begin("a node of east dies", landscape.queue::equals);
        east.stopNode(node);
        landscape.loadBalancer.awaitNoServerOf(Set.of(east.address(node)));
        step.awaitEnough(landscape.targets());
        assertThat(step.unavoidable()).hasSizeLessThan(5);

        begin("… and is back");
        east.startNode(node);
        awaitSharedFrom(node);
    }

    /** Nobody can ask for what only that cluster has. */
    private void clusterIsDrainedAndDies() throws IOException {
        Predicate<Target> only = landscape.westsCart::equals;
        begin("west is drained", only);
        landscape.drain(west);
        landscape.loadBalancer.awaitNoServerOf(west.addresses());
        awaitAllFrom(east);

        begin("… and killed", only);
        west.kill();
        awaitAllFrom(east);

        begin("… and up again, still drained", only);
        west.comeBack();
        west.awaitLeader();
        awaitAllFrom(east);
        assertThat(step.outcomes()).noneMatch(outcome -> outcome.isFrom(west));

        begin("… and not drained any more", only);
        landscape.endDrain(west);
        for (Target target : landscape.shared()) {
            step.awaitSome("west", target, outcome -> outcome.isFrom(west));
        }
        step.awaitOnly("west", landscape.westsCart, outcome -> outcome.isFrom(west));
    }

    private void awaitAllFrom(Cluster cluster) {
        for (Target shared : landscape.shared()) {
            step.awaitOnly(cluster.id(), shared, outcome -> outcome.isFrom(cluster));
        }
    }

    private void serviceMovesToBoth() {
        int reloads = landscape.loadBalancer.reloads();
        begin("search of east is to be for both");
        landscape.share(landscape.search);
        landscape.loadBalancer.awaitReloadAfter(reloads);
        step.awaitEnough(landscape.targets());

        begin("… and is in west as well");
        landscape.createInWest(landscape.search);
        step.awaitSome("west", landscape.search, outcome -> outcome.isFrom(west));
        step.awaitSome("east", landscape.search, outcome -> outcome.isFrom(east));
        step.awaitEnough(landscape.targets());
    }

    private void heartbeatsReloadNothing() {
        begin("heartbeats, and nothing else");
        int reloads = landscape.loadBalancer.reloads();
        for (Cluster cluster : List.of(east, west)) {
            Set<Long> beats = new HashSet<>();
            await("heartbeats of " + cluster.id())
                    .atMost(PATIENCE)
                    .until(
                            () -> {
                                landscape.beat(cluster).ifPresent(beats::add);
                                return beats.size() > BEATS;
                            });
        }
        assertThat(landscape.loadBalancer.reloads()).as("reloads").isEqualTo(reloads);
    }

    private void exportersDie() {
        Map<String, Long> before = landscape.indexes();
        int reloads = landscape.loadBalancer.reloads();
        begin("both exporters are killed");
        east.killExporter();
        west.killExporter();
        landscape.awaitNoLeader(east);
        landscape.awaitNoLeader(west);
        step.awaitEnough(landscape.targets());

        assertThat(landscape.indexes()).isEqualTo(before);
        assertThat(landscape.loadBalancer.reloads()).as("reloads").isEqualTo(reloads);
    }
}
