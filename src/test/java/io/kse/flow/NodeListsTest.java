package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.kse.document.KvKey;
import io.kse.kubernetes.EventSource;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeSelectors;
import io.kse.plan.Drain;
import io.kse.plan.WantedNodes;
import io.kse.status.NodeNotices;
import io.kse.testbed.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeListsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final NodeSelectors ALL = NodeSelectors.parse("", 1);

    private final List<Node> cluster = new ArrayList<>();
    private final List<String> listed = new ArrayList<>();
    private final LogLines log = new LogLines(NodeNotices.class);
    private boolean complete = true;
    private Instant now = NOON;
    private Optional<Instant> brake = Optional.empty();
    private int held;
    private Drain drain = Drains.IN_SERVICE;
    private final NodeLists lists =
            new NodeLists(
                    () -> complete ? Optional.of(cluster) : Optional.empty(),
                    ALL,
                    () -> drain,
                    () -> brake,
                    () -> held,
                    () -> listed.add("again"),
                    new NodeNotices(ALL, new KvKey("kse/nodes/prod")),
                    new Clock() {
                        @Override
                        public Instant instant() {
                            return now;
                        }

                        @Override
                        public ZoneOffset getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(java.time.ZoneId zone) {
                            return this;
                        }
                    });

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void takesAHeartbeatForNoNews() {
        assertThat(isNews(ready("a", "2026-01-31T12:00:00Z"))).isTrue();

        assertThat(isNews(ready("a", "2026-01-31T12:00:10Z"))).isFalse();
    }

    @Test
    void takesACordonForNews() {
        isNews(ready("a"));

        assertThat(isNews(cordoned("a"))).isTrue();
        assertThat(isNews(ready("a"))).isTrue();
    }

    @Test
    void takesADeletionForNewsOnce() {
        isNews(ready("a"));

        assertThat(lists.isNews(ready("a"), "DELETED", EventSource.WATCHED)).isTrue();
        assertThat(lists.isNews(ready("a"), "DELETED", EventSource.LISTED)).isFalse();
    }

    @Test
    void wantsNothingWhileNotAllNodesAreKnown() {
        cluster.add(ready("a"));
        complete = false;

        assertThat(lists.wanted()).isEmpty();
        assertThat(lists.look()).isFalse();
    }

    @Test
    void wantsNothingWhileNoneIsIncluded() {
        cluster.add(cordoned("a"));

        assertThat(lists.wanted()).isEmpty();
    }

    @Test
    void wantsTheListAsItIsWhenItIsAsked() {
        cluster.add(ready("a"));
        lists.look();
        cluster.add(ready("b"));

        assertThat(lists.wanted().orElseThrow().nodes())
                .containsExactly(
                        new ExportedNode("a", "10.0.0.1"), new ExportedNode("b", "10.0.0.1"));
    }

    @Test
    void looksThoughAListenerFails() {
        lists.onLook(
                latest -> {
                    throw new IllegalStateException("of the listener");
                });
        cluster.add(ready("a"));

        assertThat(lists.look()).isTrue();
        lists.forget();
        assertThat(lists.look()).isTrue();
    }

    @Test
    void findsTheListToBeAnotherOnce() {
        cluster.add(ready("a"));

        assertThat(lists.look()).isTrue();
        assertThat(lists.look()).isFalse();
    }

    /** A plan that was under way has written what was for a moment. */
    @Test
    void findsAListToBeAnotherThanTheOneThatWasWantedMeanwhile() {
        cluster.add(ready("a"));
        lists.look();
        cluster.add(ready("b"));
        lists.wanted();

        cluster.remove(1);

        assertThat(lists.look()).isTrue();
    }

    @Test
    void knowsWhatAWatchEventSaysIsDeletedUntilItIsThereAgain() {
        cluster.add(ready("c"));
        lists.isNews(ready("a"), "DELETED", EventSource.WATCHED);
        lists.isNews(ready("b"), "DELETED", EventSource.LISTED);
        assertThat(lists.wanted()).map(WantedNodes::deleted).contains(java.util.Set.of("a"));

        isNews(ready("a"));

        assertThat(lists.wanted()).map(WantedNodes::deleted).contains(java.util.Set.of());
    }

    /** The brake may hold its entry, which may go from now on. */
    @Test
    void looksOnceAfterADeletionWhileTheBrakeHoldsSomething() {
        cluster.add(ready("a"));
        isNews(cordoned("b"));
        lists.look();
        held = 1;

        lists.isNews(cordoned("b"), "DELETED", EventSource.WATCHED);

        assertThat(lists.isDue()).isTrue();
        assertThat(lists.look()).isTrue();
        assertThat(lists.isDue()).isFalse();
        assertThat(lists.look()).isFalse();
    }

    /** Nodes come and go that are not selected. */
    @Test
    void hasNothingToDoAfterADeletionWhileTheBrakeHoldsNothing() {
        cluster.add(ready("a"));
        isNews(cordoned("b"));
        lists.look();

        lists.isNews(cordoned("b"), "DELETED", EventSource.WATCHED);

        assertThat(lists.look()).isFalse();
        assertThat(lists.isDue()).isFalse();
    }

    /** It was under way with a list from before the deletion. */
    @Test
    void looksAfterADeletionThatTheBrakeHadNotHeardOfWhenItHeld() {
        cluster.add(ready("a"));
        isNews(cordoned("b"));
        lists.look();
        lists.wanted();
        lists.isNews(cordoned("b"), "DELETED", EventSource.WATCHED);
        assertThat(lists.look()).isFalse();

        held = 1;

        assertThat(lists.isDue()).isTrue();
        assertThat(lists.look()).isTrue();
    }

    @Test
    void doesNotLookAfterADeletionThatTheBrakeHasHeardOf() {
        cluster.add(ready("a"));
        isNews(cordoned("b"));
        lists.look();
        lists.isNews(cordoned("b"), "DELETED", EventSource.WATCHED);
        lists.wanted();

        held = 1;

        assertThat(lists.isDue()).isFalse();
        assertThat(lists.look()).isFalse();
    }

    @Test
    void doesNotBelieveAnEarlierWatchOnWhatIsDeleted() {
        cluster.add(ready("c"));
        lists.isNews(ready("a"), "DELETED", EventSource.WATCHED);

        lists.forget();

        assertThat(lists.wanted()).map(WantedNodes::deleted).contains(java.util.Set.of());
    }

    /** With no Node there is no event. */
    @Test
    void isDueOnceWhenAllNodesAreKnownThoughThereIsNone() {
        complete = false;
        lists.compare(EnumSet.of(Trigger.WON));
        assertThat(lists.isDue()).isFalse();

        complete = true;

        assertThat(lists.isDue()).isTrue();
        lists.look();
        assertThat(lists.isDue()).isFalse();
        assertThat(log.of("no Node is seen at all")).hasSize(1);
    }

    @Test
    void knowsNothingOfAWatchThatHasEnded() {
        cluster.add(ready("a"));
        lists.look();
        lists.isNews(ready("b"), "DELETED", EventSource.WATCHED);
        complete = false;
        held = 1;

        lists.forget();

        assertThat(lists.latest()).isEmpty();
        assertThat(lists.isDue()).isFalse();
    }

    @Test
    void isDueOnceWhenAPretenceEnds() {
        cluster.add(ready("a"));
        cluster.add(pretending("b", NOON.plusSeconds(60)));
        lists.look();
        assertThat(lists.isDue()).isFalse();

        now = NOON.plusSeconds(60);

        assertThat(lists.isDue()).isTrue();
        assertThat(lists.look()).isTrue();
        assertThat(lists.isDue()).isFalse();
        assertThat(lists.wanted().orElseThrow().nodes())
                .containsExactly(new ExportedNode("a", "10.0.0.1"));
    }

    @Test
    void isDueWhenTheBrakeMayThinkOtherwise() {
        cluster.add(ready("a"));
        lists.look();
        brake = Optional.of(NOON.plusSeconds(30));
        assertThat(lists.isDue()).isFalse();

        now = NOON.plusSeconds(30);

        assertThat(lists.isDue()).isTrue();
        assertThat(lists.look()).isTrue();
        assertThat(lists.isDue()).isFalse();
    }

    @Test
    void isDueAfterTheClockWasSetBack() {
        now = NOON.plusSeconds(3600);
        cluster.add(ready("a"));
        cluster.add(pretending("b", NOON.plusSeconds(60)));
        lists.look();
        now = NOON;

        assertThat(lists.isDue()).isTrue();
        assertThat(lists.look()).isTrue();
        now = NOON.plusSeconds(60);

        assertThat(lists.isDue()).isTrue();
    }

    @Test
    void waitsTwoSecondsForQuietAtMost() {
        assertThat(lists.hasWaited(NOON.toEpochMilli())).isFalse();

        now = NOON.plus(Duration.ofSeconds(2));

        assertThat(lists.hasWaited(NOON.toEpochMilli())).isTrue();
    }

    @Test
    void listsAgainAtTheTimersComparison() {
        lists.compare(EnumSet.of(Trigger.CONSUL_BACK));
        assertThat(listed).isEmpty();

        lists.compare(EnumSet.of(Trigger.TIMER));

        assertThat(listed).hasSize(1);
    }

    @Test
    void listsOnceHoweverOftenTheTimersComparisonFails() {
        lists.compare(EnumSet.of(Trigger.TIMER));
        now = NOON.plusSeconds(3);

        lists.compare(EnumSet.of(Trigger.TIMER, Trigger.FAILED));

        assertThat(listed).hasSize(1);
    }

    @Test
    void listsAgainWhenItWinsAfterAWhile() {
        lists.compare(EnumSet.of(Trigger.WON));
        assertThat(listed).isEmpty();

        now = NOON.plusSeconds(60);
        lists.compare(EnumSet.of(Trigger.WON));

        assertThat(listed).hasSize(1);
    }

    @Test
    void takesEverythingForNewsAfterItForgot() {
        isNews(ready("a"));
        cluster.add(ready("a"));
        lists.look();

        lists.forget();

        assertThat(isNews(ready("a"))).isTrue();
        assertThat(lists.look()).isTrue();
    }

    @Test
    void saysOnceThatNoneIsIncludedAndOnceThatItIsOver() {
        cluster.add(cordoned("a"));
        lists.look();
        lists.look();

        cluster.set(0, ready("a"));
        lists.look();

        assertThat(log.lines())
                .containsExactly(
                        "WARN The last list of nodes stays: of 1 Nodes none is ready, schedulable"
                                + " and with an InternalIP",
                        "INFO Nodes are included again");
    }

    @Test
    void saysThatNoNodeIsSeen() {
        lists.look();
        lists.look();

        assertThat(log.lines())
                .containsExactly("WARN The last list of nodes stays: no Node is seen at all");
    }

    @Test
    void saysABadTimestampOnce() {
        isNews(timestamped("a", "tomorrow"));
        isNews(timestamped("a", "tomorrow"));
        isNews(cordoned("a"));
        isNews(timestamped("a", "soon"));

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .startsWith("WARN Node a: " + ClusterNode.PRETEND_READY_UNTIL + " \"tomorrow\"")
                .contains("RFC 3339");
        assertThat(log.lines().get(1)).contains("\"soon\"");
    }

    private boolean isNews(Node node) {
        return lists.isNews(node, "MODIFIED", EventSource.WATCHED);
    }

    private static Node ready(String name) {
        return ready(name, "2026-01-31T12:00:00Z");
    }

    private static Node ready(String name, String heartbeat) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastHeartbeatTime(heartbeat)
                .endCondition()
                .addNewAddress("10.0.0.1", "InternalIP")
                .endStatus()
                .build();
    }

    private static Node cordoned(String name) {
        return new NodeBuilder(ready(name)).withNewSpec().withUnschedulable(true).endSpec().build();
    }

    private static Node pretending(String name, Instant until) {
        return new NodeBuilder(timestamped(name, until.toString()))
                .editStatus()
                .withConditions()
                .endStatus()
                .build();
    }

    private static Node timestamped(String name, String time) {
        return new NodeBuilder(ready(name))
                .editMetadata()
                .addToAnnotations(ClusterNode.PRETEND_READY_UNTIL, time)
                .endMetadata()
                .build();
    }
}
