package io.kse.plan;

import static io.kse.plan.BrakeCause.OTHER;
import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.BrakeCause.WATCHED;
import static io.kse.plan.BrakeCause.WON;
import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.Braking.START;
import static io.kse.plan.Braking.doc;
import static io.kse.plan.Braking.docs;
import static io.kse.plan.Braking.nothing;
import static io.kse.plan.Braking.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written and said about deletes that are held. */
class BrakeReportingTest {
    private static final Instant SINCE = Instant.parse("2024-01-01T00:00:00Z");

    private final Braking braking = new Braking(20, 50);

    @Test
    void reportsWhatIsHeld() {
        braking.run(TIMER, braking.without(15, 19));
        braking.run(OTHER, braking.without(0, 15));

        assertThat(report())
                .isEqualTo(
                        new BrakeReport(
                                HeldDeletes.of(docs(0, 15)).id(),
                                SINCE,
                                20,
                                10,
                                4,
                                15,
                                docs(0, 15),
                                Optional.empty()));
    }

    @Test
    void tellsThoseWhoAskWhatIsInConsul() {
        assertThat(braking.brake().report()).isEmpty();

        braking.run(TIMER, braking.without(0, 15));
        assertThat(braking.brake().report()).isEqualTo(braking.report()).isPresent();
        assertThat(braking.brake().release()).isEqualTo(KEYS.brakeRelease());

        braking.run(OTHER, nothing());
        assertThat(braking.brake().report()).isEmpty();
    }

    @Test
    void reportsTheFirst100Keys() {
        Braking many = new Braking(200, 50);

        many.run(TIMER, many.without(0, 150));

        BrakeReport report = many.report().orElseThrow();
        assertThat(report.keys()).containsExactlyElementsOf(docs(0, 100));
        assertThat(report.held()).isEqualTo(150);
        assertThat(report.id()).isEqualTo(HeldDeletes.of(docs(0, 150)).id());
    }

    @Test
    void reportsThatSmallClustersKeepOne() {
        Braking small = new Braking(3, 50);

        small.run(TIMER, small.without(0, 3));

        assertThat(small.report()).hasValueSatisfying(r -> assertThat(r.limit()).isEqualTo(2));
    }

    @Test
    void writesTheReportWithItsIndex() {
        Braked first = braking.run(TIMER, braking.without(0, 15));
        long index = braking.consul.get(KEYS.brake()).index();
        Braked second = braking.check(OTHER, braking.without(0, 16));

        assertThat(first.beside()).singleElement().extracting(KvChange::index).isEqualTo(0L);
        assertThat(second.beside()).singleElement().extracting(KvChange::index).isEqualTo(index);
    }

    @Test
    void writesTheReportOnlyIfItDiffers() {
        braking.run(TIMER, braking.without(0, 15));
        braking.now = START.plusSeconds(900);

        Braked again = braking.run(TIMER, braking.without(0, 15));

        assertThat(again.beside()).isEmpty();
        assertThat(again.warnings()).isEmpty();
        assertThat(again.notices()).isEmpty();
        assertThat(again.held()).hasSize(15);
    }

    @Test
    void repairsTheReport() {
        braking.run(TIMER, braking.without(0, 15));
        braking.write(KEYS.brake(), "somebody's");

        braking.run(OTHER, braking.without(0, 15));

        assertThat(report().held()).isEqualTo(15);
        assertThat(report().since()).isEqualTo(SINCE);
    }

    @Test
    void keepsSinceWhileSomethingStaysHeld() {
        braking.run(TIMER, braking.without(0, 15));
        braking.now = START.plus(Duration.ofHours(1));

        braking.run(TIMER, braking.without(1, 16));

        assertThat(report().since()).isEqualTo(SINCE);
    }

    @Test
    void keepsSinceThroughRestart() {
        braking.run(TIMER, braking.without(0, 15));
        braking.restart();
        braking.now = START.plus(Duration.ofHours(1));

        braking.run(WON, braking.without(1, 16));

        assertThat(report().since()).isEqualTo(SINCE);
    }

    @Test
    void startsSinceAnewAfterItEnded() {
        braking.run(TIMER, braking.without(0, 15));
        braking.run(TIMER, nothing());
        braking.now = START.plus(Duration.ofHours(1));

        braking.run(TIMER, braking.without(0, 15));

        assertThat(report().since()).isEqualTo(SINCE.plus(Duration.ofHours(1)));
    }

    /** Another replica may have led meanwhile. */
    @Test
    void takesSinceFromTheReportAfterWinning() {
        braking.run(TIMER, braking.without(0, 15));
        braking.consul.remove(KEYS.brake());
        braking.now = START.plus(Duration.ofHours(1));

        braking.run(WON, braking.without(0, 15));

        assertThat(report().since()).isEqualTo(SINCE.plus(Duration.ofHours(1)));
    }

    @Test
    void saysWhatIsHeldAndHowToReleaseIt() {
        Braked braked = braking.run(TIMER, braking.without(0, 15));

        assertThat(braked.warnings())
                .containsExactly(
                        "15 deletes are held: at most 10 of 20 documents may go by themselves"
                                + " (50 %), 0 have gone; the keys are at kse/brake/cluster; to let"
                                + " exactly these go on, write "
                                + report().id()
                                + " to kse/brake/cluster/release");
    }

    @Test
    void saysItAgainWhenTheSetChanges() {
        braking.run(TIMER, braking.without(0, 15));

        assertThat(braking.run(OTHER, braking.without(0, 16)).warnings()).hasSize(1);
        assertThat(braking.run(OTHER, braking.without(0, 16)).warnings()).isEmpty();
    }

    @Test
    void saysItAgainAfterWinning() {
        braking.run(TIMER, braking.without(0, 15));

        assertThat(braking.run(WON, braking.without(0, 15)).warnings()).hasSize(1);
    }

    @Test
    void removesTheReportAndSaysSoWhenItEnds() {
        braking.run(TIMER, braking.without(0, 15));

        Braked braked = braking.run(OTHER, nothing());

        assertThat(braked.beside()).singleElement().isInstanceOf(Delete.class);
        assertThat(braking.consul).containsOnlyKeys(docs(0, 20));
        assertThat(braked.notices())
                .containsExactly(
                        "No deletes are held any more: they are few enough, or not wanted any more");
        assertThat(braking.run(OTHER, nothing()).notices()).isEmpty();
    }

    @Test
    void removesTheReportOfTheReplicaBefore() {
        braking.run(TIMER, braking.without(0, 15));
        braking.restart();

        Braked braked = braking.run(WON, nothing());

        assertThat(braking.report()).isEmpty();
        assertThat(braked.notices()).hasSize(1);
    }

    @Test
    void removesTheReportWhenTheBrakeIsTurnedOff() {
        Braking off = new Braking(20, 100);
        off.write(KEYS.brake(), "{}");

        off.run(WON, off.without(0, 20));

        assertThat(off.consul).isEmpty();
    }

    @Test
    void eventsAddToWhatIsHeld() {
        braking.run(TIMER, braking.without(0, 10));
        braking.run(WATCHED, braking.without(10, 11));

        Braked braked = braking.run(WATCHED, braking.without(11, 12));

        assertThat(braked.held()).containsExactly(doc(10), doc(11));
        assertThat(report().keys()).containsExactly(doc(10), doc(11));
        assertThat(report().deleted()).isEqualTo(10);
    }

    @Test
    void eventsTakeWhatIsWantedAgainFromWhatIsHeld() {
        braking.run(TIMER, braking.without(0, 15));

        Braked unchanged = braking.run(WATCHED, nothing(), doc(3));
        Braked repaired = braking.run(WATCHED, of(4, braking.put(4)), doc(4));

        assertThat(unchanged.held()).hasSize(14).doesNotContain(doc(3));
        assertThat(repaired.held()).hasSize(13).doesNotContain(doc(4));
        assertThat(report().held()).isEqualTo(13);
    }

    @Test
    void eventsEndIt() {
        braking.run(TIMER, braking.without(0, 10));
        braking.run(WATCHED, braking.without(10, 11));

        Braked braked = braking.run(WATCHED, nothing(), doc(10));

        assertThat(braking.report()).isEmpty();
        assertThat(braked.notices()).hasSize(1);
    }

    @Test
    void eventsReportTheirDeletesWhileOthersAreHeld() {
        braking.run(TIMER, braking.without(0, 15));

        Braked braked = braking.run(WATCHED, braking.without(16, 17));

        assertThat(braked.beside()).singleElement().isInstanceOf(Put.class);
        assertThat(report().deleted()).isEqualTo(1);
        assertThat(braked.warnings()).isEmpty();
    }

    private BrakeReport report() {
        return braking.report().orElseThrow();
    }
}
