package io.kse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real requests through a real HAProxy while those that tell it where to go are away: none fails,
 * and what changes later is followed again.
 */
@EnabledIf("io.kse.e2e.Landscape#isPossible")
class OutageTrafficTest {
    private Landscape landscape;
    private Steps steps;

    @Test
    void noRequestFailsBecauseNobodyTellsWhereToGo(@TempDir Path folder) throws Exception {
        try (Landscape all = new Landscape(folder)) {
            landscape = all;
            landscape.start();
            steps = new Steps("outages", all, "both clusters are up");
            try (Steps ours = steps) {
                all.awaitAllNodes(ours.now());
                consulIsAway();
                consulLosesItsData();
                exportersDie();
            }
        }

        assertThat(steps.failures()).isEmpty();
    }

    private void consulIsAway() {
        Step away = steps.begin("Consul is away");
        landscape.consul.kill();
        away.awaitEnough(landscape.targets());

        Step back = steps.begin("… and back");
        landscape.consul.restart();
        aChangeIsFollowed(back);
    }

    /**
     * Everything comes again from the exporters. Until the second one has written its Nodes, nobody
     * knows where to go with what only its cluster has.
     */
    private void consulLosesItsData() {
        Map<String, String> documents = landscape.documents();
        Step lost =
                steps.begin(
                        "Consul loses all data", target -> !landscape.shared().contains(target));
        landscape.consul.restartEmpty();
        landscape.awaitDocuments(documents.size());
        assertThat(landscape.documents()).isEqualTo(documents);
        aChangeIsFollowed(lost);
        assertThat(lost.unavoidableFor()).isLessThan(30);
    }

    private void aChangeIsFollowed(Step step) {
        int port = landscape.east.changeNodePort(landscape.web.service());
        step.awaitSome("new NodePort", landscape.web, outcome -> outcome.isFromPort(port));
        step.awaitEnough(landscape.targets());
    }

    /** What they have published stays as it is, without them. */
    private void exportersDie() {
        Map<String, Long> before = landscape.indexes();
        int reloads = landscape.loadBalancer().reloads();
        Step dead = steps.begin("both exporters are killed");
        landscape.east.killExporter();
        landscape.west.killExporter();
        landscape.awaitNoLeader(landscape.east);
        landscape.awaitNoLeader(landscape.west);
        dead.awaitEnough(landscape.targets());

        assertThat(landscape.indexes()).isEqualTo(before);
        assertThat(landscape.loadBalancer().reloads()).as("reloads").isEqualTo(reloads);
    }
}
