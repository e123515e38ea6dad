package io.kse.plan;

import static io.kse.plan.BrakeCause.OTHER;
import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.BrakeCause.WON;
import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.Braking.docs;
import static io.kse.plan.NodeBraking.nodes;
import static io.kse.plan.NodeBraking.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport.HeldNodes;
import io.kse.document.KvKey;
import io.kse.document.NodeList.Room;
import io.kse.node.ExportedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One report and one word for documents and nodes together. */
class NodeBrakeReportTest {
    private static final Set<KvKey> NO_DOCUMENTS = Set.of();

    private final NodeBraking braking = new NodeBraking(20, 50);

    @Test
    void reportsNodesBesideNoDocuments() {
        braking.compare(TIMER, wanted(11, 20));

        assertThat(braking.report().orElseThrow().keys()).isEmpty();
        assertThat(braking.report().orElseThrow().id())
                .isEqualTo(HeldDeletes.of(Set.of(), nodes(0, 11)).id());
        assertThat(braking.heldNodes()).isEqualTo(HeldNodes.of(20, 10, 0, nodes(0, 11)));
    }

    @Test
    void reportsBothUnderOneId() {
        braking.documents(20);

        braking.compare(TIMER, wanted(11, 20));

        assertThat(braking.report().orElseThrow().keys()).isEqualTo(docs(0, 20));
        assertThat(braking.report().orElseThrow().id())
                .isEqualTo(HeldDeletes.of(docs(0, 20), nodes(0, 11)).id());
        assertThat(braking.heldNodes().held()).isEqualTo(11);
    }

    @Test
    void reportsTheFirst100Entries() {
        NodeBraking many = new NodeBraking(250, 50);

        many.compare(TIMER, wanted(150, 250));

        assertThat(many.heldNodes().held()).isEqualTo(150);
        assertThat(many.heldNodes().entries())
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> entry(i)).toList());
    }

    private static String entry(int number) {
        ExportedNode node = NodeBraking.node(number);
        return node.name() + " " + node.address();
    }

    @Test
    void reportsWhatHasGoneBefore() {
        braking.compare(TIMER, wanted(8, 20));

        braking.event(wanted(11, 20));

        assertThat(braking.heldNodes()).isEqualTo(HeldNodes.of(20, 10, 8, nodes(8, 11)));
    }

    @Test
    void doesNotReportAsGoneWhatConsulHasNotDone() {
        braking.compare(TIMER, wanted(0, 20));
        braking.fail(wanted(8, 20));

        braking.event(wanted(11, 20));

        assertThat(braking.heldNodes()).isEqualTo(HeldNodes.of(20, 10, 0, nodes(0, 11)));
        assertThat(braking.looksAgain()).isEmpty();
    }

    @Test
    void takesNodesFromTheReportWhenTheyAreWantedAgain() {
        braking.documents(20);
        braking.compare(TIMER, wanted(11, 20));

        braking.event(wanted(0, 20));

        assertThat(braking.report().orElseThrow().nodes()).isEmpty();
        assertThat(braking.report().orElseThrow().keys()).hasSize(20);
    }

    @Test
    void takesTheReportAwayWhenNodesAreWantedAgain() {
        braking.compare(TIMER, wanted(11, 20));

        Braked braked = braking.event(wanted(0, 20));

        assertThat(braking.consul).containsOnlyKeys(KEYS.nodes());
        assertThat(braked.notices())
                .containsExactly(
                        "No entries of the list of nodes are held any more: they are few enough, or"
                                + " their Nodes are back or deleted");
    }

    @Test
    void keepsNodesInTheReportWhenDocumentsAreWantedAgain() {
        braking.documents(20);
        braking.compare(TIMER, wanted(11, 20));

        Braked braked =
                braking.compare(OTHER, Optional.of(wanted(11, 20)), Set.copyOf(docs(0, 20)));

        assertThat(braking.report().orElseThrow().keys()).isEmpty();
        assertThat(braking.heldNodes().held()).isEqualTo(11);
        assertThat(braked.notices())
                .containsExactly(
                        "No deletes are held any more: they are few enough, or not wanted any more");
        assertThat(braked.warnings()).singleElement().asString().startsWith("11 entries");
    }

    @Test
    void saysWhatIsHeldOfEach() {
        braking.documents(20);

        Braked braked = braking.compare(TIMER, wanted(11, 20));

        String id = braking.report().orElseThrow().id();
        assertThat(braked.warnings()).hasSize(2);
        assertThat(braked.warnings().get(0)).startsWith("20 deletes are held").contains(id);
        assertThat(braked.warnings().get(1))
                .isEqualTo(
                        "11 entries stay in the list of nodes though their Nodes are not to be used"
                                + " now (not ready, cordoned or not selected): at most 10 of 20 may"
                                + " go within a minute (50 %), 0 have gone; they are at"
                                + " kse/brake/cluster; a Node that is deleted, or is to be used"
                                + " again, needs nothing; to let exactly what is held go on, write "
                                + id
                                + " to kse/brake/cluster/release");
    }

    @Test
    void aReleaseFreesNodes() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        Braked braked = braking.compare(OTHER, wanted(11, 25));

        assertThat(braking.published()).isEqualTo(nodes(11, 25));
        assertThat(braking.consul).containsOnlyKeys(KEYS.nodes());
        assertThat(braked.heldNodes()).isEmpty();
        assertThat(braked.nodes().orElseThrow().put()).isEmpty();
        assertThat(braked.release().orElseThrow().changes())
                .extracting(KvChange::key)
                .containsExactly(KEYS.nodes(), KEYS.brakeRelease());
        assertThat(braked.notices())
                .containsExactly(
                        "11 held entries leave the list of nodes: an operator has released them");
    }

    @Test
    void oneReleaseFreesBoth() {
        braking.documents(20);
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        Braked braked = braking.compare(OTHER, wanted(11, 20));

        assertThat(braking.consul).containsOnlyKeys(KEYS.nodes());
        assertThat(braking.published()).isEqualTo(nodes(11, 20));
        assertThat(braked.release().orElseThrow().changes()).hasSize(22);
        assertThat(braked.notices()).hasSize(2);
    }

    @Test
    void aReleaseOfTheDocumentsAloneFreesNothing() {
        braking.documents(20);
        braking.compare(TIMER, wanted(11, 20));
        braking.release(HeldDeletes.of(docs(0, 20)).id());

        Braked braked = braking.compare(OTHER, wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.consul).hasSize(22).doesNotContainKey(KEYS.brakeRelease());
        assertThat(braked.warnings()).singleElement().asString().contains("and is removed");
    }

    @Test
    void aReleaseOfOtherNodesFreesNothing() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        braking.compare(OTHER, wanted(12, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.consul).doesNotContainKey(KEYS.brakeRelease());
    }

    @Test
    void aReleaseIsNotForEvents() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.consul).containsKey(KEYS.brakeRelease());
    }

    /** Services cannot be listed, but Nodes can. */
    @Test
    void aReleaseOfNodesNeedsNoListOfServices() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        braking.compareCached(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(11, 20));
    }

    @Test
    void aReleaseStaysWhileTheListOfNodesStaysAsItIs() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        braking.compare(OTHER, Optional.empty(), NO_DOCUMENTS);
        assertThat(braking.consul).containsKey(KEYS.brakeRelease());

        braking.compare(OTHER, wanted(11, 20));
        assertThat(braking.published()).isEqualTo(nodes(11, 20));
    }

    @Test
    void aReleaseWorksAgainWhileConsulHasDoneNothing() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());
        braking.failCompare(wanted(11, 20));

        braking.compare(OTHER, wanted(11, 20));

        assertThat(braking.consul).containsOnlyKeys(KEYS.nodes());
        assertThat(braking.published()).isEqualTo(nodes(11, 20));
    }

    @Test
    void aReleaseWorksOnce() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());
        braking.compare(OTHER, wanted(11, 20));
        braking.event(wanted(0, 20));
        braking.pass(Duration.ofMinutes(1));

        braking.event(wanted(11, 20));

        assertThat(braking.published()).isEqualTo(nodes(0, 20));
    }

    /** A new leader compares before it knows the Nodes. */
    @Test
    void keepsReportAndReleaseUntilNodesAreKnownAfterWinning() {
        braking.compare(TIMER, wanted(11, 20));
        String id = braking.report().orElseThrow().id();
        braking.release(id);
        braking.restart();

        Braked braked = braking.compare(WON, Optional.empty(), NO_DOCUMENTS);

        assertThat(braked.notices()).isEmpty();
        assertThat(braked.warnings()).isEmpty();
        assertThat(braking.report().orElseThrow().id()).isEqualTo(id);
        assertThat(braking.consul).containsKey(KEYS.brakeRelease());

        braking.compare(OTHER, wanted(11, 20));
        assertThat(braking.published()).isEqualTo(nodes(11, 20));
        assertThat(braking.consul).containsOnlyKeys(KEYS.nodes());
    }

    @Test
    void keepsSinceUntilNodesAreKnownAfterWinning() {
        braking.compare(TIMER, wanted(11, 20));
        final Instant since = braking.report().orElseThrow().since();
        braking.restart();
        braking.pass(Duration.ofHours(1));

        braking.compare(WON, Optional.empty(), NO_DOCUMENTS);
        braking.event(wanted(12, 20));

        assertThat(braking.report().orElseThrow().since()).isEqualTo(since);
    }

    @Test
    void documentsArePartOfTheReportWhileNodesAreNotKnown() {
        braking.compare(TIMER, wanted(11, 20));
        braking.restart();
        braking.documents(20);

        braking.compare(WON, Optional.empty(), NO_DOCUMENTS);
        assertThat(braking.report().orElseThrow().keys()).hasSize(20);

        braking.event(wanted(11, 20));
        assertThat(braking.heldNodes().held()).isEqualTo(11);
    }

    /** Too large to be written: the word would be used up in vain. */
    @Test
    void aReleaseStaysWhileTheListDoesNotFit() {
        braking.compare(TIMER, wanted(11, 20));
        braking.release(braking.report().orElseThrow().id());

        Braked braked = braking.compare(OTHER, wanted(11, 12_000));

        assertThat(braked.nodes().orElseThrow().room()).isEqualTo(Room.NONE);
        assertThat(braking.published()).isEqualTo(nodes(0, 20));
        assertThat(braking.consul).containsKey(KEYS.brakeRelease());
    }
}
