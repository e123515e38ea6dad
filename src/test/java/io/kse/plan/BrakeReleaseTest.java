package io.kse.plan;

import static io.kse.plan.BrakeCause.OTHER;
import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.BrakeCause.WATCHED;
import static io.kse.plan.BrakeCause.WON;
import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.Braking.doc;
import static io.kse.plan.Braking.docs;
import static io.kse.plan.Braking.gone;
import static io.kse.plan.Braking.nothing;
import static io.kse.plan.Braking.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's word frees exactly one set, once. */
class BrakeReleaseTest {
    private final Braking braking = new Braking(20, 50);

    @ParameterizedTest
    @EnumSource(
            value = BrakeCause.class,
            names = {"TIMER", "WON", "OTHER"})
    void freesExactlyTheSetThatItNames(BrakeCause cause) {
        braking.release(hold(15));

        Braked braked = braking.run(cause, braking.without(0, 15));

        assertThat(gone(braked)).containsExactlyElementsOf(docs(0, 15));
        assertThat(braking.consul).containsOnlyKeys(docs(15, 20));
        assertThat(braked.held()).isEmpty();
        assertThat(braked.warnings()).isEmpty();
        assertThat(braked.notices())
                .containsExactly("15 held deletes go on: an operator has released them");
    }

    @Test
    void isReadWithoutTheSpaceAroundIt() {
        braking.release("\n " + hold(15) + " \n");

        assertThat(gone(braking.run(OTHER, braking.without(0, 15)))).hasSize(15);
    }

    @Test
    void worksAfterRestartToo() {
        braking.release(hold(15));
        braking.restart();

        assertThat(gone(braking.run(WON, braking.without(0, 15)))).hasSize(15);
    }

    @Test
    void isRemovedInTheTransactionOfDeletesThatItFrees() {
        braking.release(hold(15));

        Braked braked = braking.check(OTHER, braking.without(0, 15));

        assertThat(braked.release().orElseThrow().changes())
                .extracting(KvChange::key)
                .containsExactly(KEYS.brakeRelease(), doc(0));
        assertThat(braked.proposal().byOwner()).hasSize(14).doesNotContainKey(owner(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no id", "000000000000"})
    void freesNothingWithAnotherWord(String word) {
        hold(15);
        braking.release(word);

        Braked braked = braking.run(OTHER, braking.without(0, 15));

        assertThat(gone(braked)).isEmpty();
        assertThat(braking.consul).doesNotContainKey(KEYS.brakeRelease()).hasSize(21);
        assertThat(braked.warnings())
                .singleElement()
                .asString()
                .contains("The release \"" + word + "\" at kse/brake/cluster/release")
                .contains("held is " + braking.report().orElseThrow().id());
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 16})
    void freesNothingWhenTheSetIsAnotherByNow(int now) {
        String old = hold(15);
        braking.release(old);

        Braked braked = braking.run(OTHER, braking.without(0, now));

        assertThat(gone(braked)).isEmpty();
        assertThat(braked.held()).hasSize(now);
        assertThat(braking.report().orElseThrow().id()).isNotEqualTo(old);
        assertThat(braking.consul).doesNotContainKey(KEYS.brakeRelease());
    }

    @Test
    void isRemovedAndSaidWhenNothingIsHeld() {
        braking.release(hold(15));

        Braked braked = braking.run(OTHER, nothing());

        assertThat(braking.consul).containsOnlyKeys(docs(0, 20));
        assertThat(braked.release()).isEmpty();
        assertThat(braked.warnings()).singleElement().asString().endsWith("nothing is held");
    }

    @Test
    void namesNothingWithTheIdOfNoKeys() {
        braking.release(HeldDeletes.NONE.id());

        assertThat(braking.run(TIMER, braking.without(0, 3)).warnings()).hasSize(1);
        assertThat(braking.consul).containsOnlyKeys(docs(3, 20));
    }

    @Test
    void isNoBlankChequeForNewCluster() {
        braking.release("");

        Braked braked = braking.run(TIMER, nothing());

        assertThat(braked.warnings()).hasSize(1);
        assertThat(braking.consul).doesNotContainKey(KEYS.brakeRelease());
    }

    @Test
    void isLeftToComparisons() {
        braking.release(hold(15));

        Braked braked = braking.run(WATCHED, braking.without(0, 1));

        assertThat(gone(braked)).isEmpty();
        assertThat(braking.consul).containsKey(KEYS.brakeRelease());
    }

    @Test
    void worksOnce() {
        braking.release(hold(15));
        braking.run(OTHER, braking.without(0, 15));
        docs(0, 15).forEach(key -> braking.write(key, Braking.DOCUMENT));
        braking.run(OTHER, nothing(), docs(0, 15).toArray(KvKey[]::new));

        assertThat(gone(braking.run(OTHER, braking.without(0, 15)))).isEmpty();
    }

    @Test
    void worksAgainWhileConsulHasDoneNothing() {
        braking.release(hold(15));
        braking.check(OTHER, braking.without(0, 15));

        Braked again = braking.run(OTHER, braking.without(0, 15));

        assertThat(gone(again)).hasSize(15);
        assertThat(again.release()).isPresent();
        assertThat(again.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = BrakeCause.class,
            names = {"TIMER", "OTHER"})
    void coversTheRestWhenConsulHasDoneThePartWithTheWord(BrakeCause cause) {
        doThePartWithTheWord();

        Braked again = braking.run(cause, braking.without(1, 15));

        assertThat(gone(again)).containsExactlyElementsOf(docs(1, 15));
        assertThat(again.warnings()).isEmpty();
    }

    /** Another replica may have led meanwhile. */
    @Test
    void coversNothingAfterWinning() {
        doThePartWithTheWord();

        assertThat(gone(braking.run(WON, braking.without(1, 15)))).isEmpty();
    }

    @Test
    void coversNothingThatIsMadeOnceMore() {
        braking.release(hold(15));
        braking.run(OTHER, braking.without(0, 15));
        braking.run(OTHER, nothing());
        docs(0, 15).forEach(key -> braking.write(key, Braking.DOCUMENT));

        assertThat(gone(braking.run(OTHER, braking.without(0, 15)))).isEmpty();
    }

    private void doThePartWithTheWord() {
        braking.release(hold(15));
        Braked braked = braking.check(OTHER, braking.without(0, 15));
        braked.release().orElseThrow().changes().forEach(done -> braking.consul.remove(done.key()));
    }

    @Test
    void canBeGivenForWhatJoinsLater() {
        braking.release(hold(15));
        braking.check(OTHER, braking.without(0, 15));
        braking.consul.remove(KEYS.brakeRelease());
        braking.run(OTHER, braking.without(0, 17));
        String later = braking.report().orElseThrow().id();
        assertThat(braking.left()).containsExactlyElementsOf(docs(15, 20));

        braking.release(later);
        braking.run(OTHER, braking.without(15, 17));

        assertThat(braking.left()).containsExactlyElementsOf(docs(17, 20));
    }

    @Test
    void staysCountedAfterwards() {
        braking.release(hold(15));
        braking.run(OTHER, braking.without(0, 15));

        assertThat(gone(braking.run(WATCHED, braking.without(15, 16)))).isEmpty();
        assertThat(gone(braking.run(TIMER, braking.without(15, 16)))).hasSize(1);
    }

    @Test
    void freesOrphansInTheTransactionOfTheWord() {
        braking.run(TIMER, braking.orphans(0, 15));
        braking.release(braking.report().orElseThrow().id());

        Braked braked = braking.run(OTHER, braking.orphans(0, 15));

        assertThat(braked.release().orElseThrow().changes()).hasSize(16);
        assertThat(braked.proposal().unowned()).isEmpty();
        assertThat(braking.left()).hasSize(5);
    }

    @Test
    void freesMoreOrphansThanTransactionHolds() {
        Braking many = new Braking(200, 50);
        many.run(TIMER, many.orphans(0, 150));
        many.release(many.report().orElseThrow().id());

        Braked braked = many.run(OTHER, many.orphans(0, 150));

        List<KvChange> first = braked.release().orElseThrow().changes();
        assertThat(first).hasSize(TransactionLimits.CHANGES);
        assertThat(first.get(0).key()).isEqualTo(KEYS.brakeRelease());
        assertThat(braked.proposal().unowned()).hasSize(150 - 62);
        assertThat(many.left()).hasSize(50);
    }

    @Test
    void goesWithServiceWhoseChangesAllFit() {
        List<KvChange> large = new ArrayList<>();
        docs(0, 70).forEach(key -> large.add(new Delete(key, 1, "a test")));
        List<KvChange> small = List.of(braking.put(16), braking.delete(17));
        Proposal both = new Proposal(Map.of(owner(0), large, owner(16), small), List.of());
        braking.run(TIMER, both);
        braking.release(braking.report().orElseThrow().id());

        Braked braked = braking.check(OTHER, both);

        assertThat(braked.release().orElseThrow().changes())
                .extracting(KvChange::key)
                .containsExactly(doc(16), KEYS.brakeRelease(), doc(17));
        assertThat(braked.proposal().byOwner()).containsOnlyKeys(owner(0));
    }

    private String hold(int documents) {
        braking.run(TIMER, braking.without(0, documents));
        return braking.report().orElseThrow().id();
    }
}
