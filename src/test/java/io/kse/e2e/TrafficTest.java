package io.kse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real requests through a real HAProxy while all behind it changes: no request fails that did not
 * have to. One story, since each step goes on from the last one and its landscape takes long to
 * start. {@code script/e2e} shows its counts.
 */
@EnabledIf("io.kse.e2e.Landscape#isPossible")
class TrafficTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BEATS = 5;

    private Landscape landscape;
    private Cluster east;
    private Cluster west;
    private Steps steps;

    @Test
    void noRequestFailsThatDidNotHaveTo(@TempDir Path folder) throws Exception {
        try (Landscape all = new Landscape(folder)) {
            landscape = all;
            landscape.start();
            east = all.east;
            west = all.west;
            steps = new Steps("changes", all, "both clusters are up");
            try (Steps ours = steps) {
                all.awaitAllNodes(ours.now());
                nodePortsChange();
                nodeIsCordoned();
                nodeDies();
                clusterIsDrainedAndDies();
                serviceMovesToBoth();
                heartbeatsReloadNothing();
            }
        }

        assertThat(steps.failures()).isEmpty();
    }

    /** Those of east, where they are closed before anybody knows of the new ones. */
    private void nodePortsChange() {
        for (Target shared : List.of(landscape.web, landscape.queue)) {
            Step step = steps.begin(shared.service() + " of both: another NodePort in east");
            int port = east.changeNodePort(shared.service());
            step.awaitSome("new NodePort", shared, outcome -> outcome.isFromPort(port));
            step.awaitEnough(landscape.targets());
            assertThat(step.unavoidable()).hasSizeLessThanOrEqualTo(Traffic.CLIENTS);
        }
        Step gateway = steps.begin("gateway of both: another NodePort in east");
        int behind = east.changeNodePort(Cluster.GATEWAY);
        gateway.awaitSome("gateway", landscape.account, outcome -> outcome.isFromPort(behind));
        gateway.awaitEnough(landscape.targets());

        // Nobody else could answer until HAProxy knows.
        Target cart = landscape.eastsCart;
        Step alone = steps.begin("cart of east only: another NodePort", cart::equals);
        int port = east.changeNodePort(cart.service());
        alone.awaitOnly("new NodePort", cart, outcome -> outcome.isFromPort(port));
        assertThat(alone.unavoidableFor()).isLessThan(10);
    }

    private void nodeIsCordoned() {
        String node = east.node(1);
        Step cordoned = steps.begin("a node of east is cordoned");
        east.setSchedulable(node, false);
        landscape.loadBalancer().awaitNoServerOf(Set.of(east.address(node)));
        for (Target target : landscape.shared()) {
            cordoned.awaitOnly(
                    "others", target, outcome -> !outcome.failed() && !outcome.isFromNode(node));
        }

        Step stopped = steps.begin("… and stops");
        east.stopNode(node);
        stopped.awaitEnough(landscape.targets());

        Step back = steps.begin("… and is back");
        east.startNode(node);
        east.setSchedulable(node, true);
        landscape.awaitNode(back, node);
        back.awaitEnough(landscape.targets());
    }

    /** Nobody has said so: only HAProxy finds out. What was under way may not be sent twice. */
    private void nodeDies() {
        String node = east.node(2);
        Step dead = steps.begin("a node of east dies", landscape.queue::equals);
        east.stopNode(node);
        landscape.loadBalancer().awaitNoServerOf(Set.of(east.address(node)));
        dead.awaitEnough(landscape.targets());
        assertThat(dead.unavoidable()).hasSizeLessThanOrEqualTo(Traffic.CLIENTS);

        Step back = steps.begin("… and is back");
        east.startNode(node);
        landscape.awaitNode(back, node);
    }

    /** Nobody can ask for what only that cluster has. */
    private void clusterIsDrainedAndDies() throws IOException {
        Predicate<Target> only = landscape.westsCart::equals;
        Step drained = steps.begin("west is drained", only);
        landscape.drain(west);
        landscape.loadBalancer().awaitNoServerOf(west.addresses());
        landscape.awaitOnly(drained, east);

        Step dead = steps.begin("… and killed", only);
        west.kill();
        landscape.awaitOnly(dead, east);

        Step up = steps.begin("… and up again, still drained", only);
        west.comeBack();
        west.awaitLeader();
        landscape.awaitOnly(up, east);
        assertThat(up.outcomes()).noneMatch(outcome -> outcome.isFrom(west));

        Step back = steps.begin("… and not drained any more", only);
        landscape.endDrain(west);
        for (Target target : landscape.shared()) {
            back.awaitSome("west", target, outcome -> outcome.isFrom(west));
        }
        back.awaitOnly("west", landscape.westsCart, outcome -> outcome.isFrom(west));
    }

    private void serviceMovesToBoth() {
        int reloads = landscape.loadBalancer().reloads();
        Step shared = steps.begin("search of east is to be for both");
        landscape.share(landscape.search);
        landscape.loadBalancer().awaitReloadAfter(reloads);
        shared.awaitEnough(landscape.targets());

        Step both = steps.begin("… and is in west as well");
        landscape.createInWest(landscape.search);
        both.awaitSome("west", landscape.search, outcome -> outcome.isFrom(west));
        both.awaitSome("east", landscape.search, outcome -> outcome.isFrom(east));
        both.awaitEnough(landscape.targets());
    }

    private void heartbeatsReloadNothing() {
        steps.begin("heartbeats, and nothing else");
        int reloads = landscape.loadBalancer().reloads();
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
        assertThat(landscape.loadBalancer().reloads()).as("reloads").isEqualTo(reloads);
    }
}
