package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.touch;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which of events and lists counts. */
class DesiredOrderTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");

    private final Map<ServiceName, Long> waiting = new HashMap<>();
    private final Desired desired = new Desired(() -> waiting, () -> {});

    @Test
    void refusesAListOfWhichAPartGotLost() {
        desired.update(wants(CART, "a"), 1);

        assertThatThrownBy(() -> desired.updateAll(List.of(wants(ALBUM, "b")), 2, 2, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of 2 listed Services 1 have come through: nothing is compared");
        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void refusesAListWithSomethingElseInIt() {
        assertThatThrownBy(() -> desired.updateAll(List.of("no documents"), 1, 2, true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void knowsWhetherACompleteListHasCome() {
        desired.update(wants(CART, "a"), 1);
        assertThat(desired.isListed()).isFalse();

        desired.updateAll(List.of(wants(CART, "a")), 1, 1, true);

        assertThat(desired.isListed()).isTrue();
    }

    @Test
    void letsALaterEventWin() {
        desired.update(wants(CART, "late"), 2);

        assertThat(desired.update(wants(CART, "early"), 1).keys()).containsExactly(key("late"));
        assertThat(desired.keys()).containsExactly(key("late"));
    }

    @Test
    void takesTheSameEventTwice() {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(wants(CART, "a"), 1).keys()).containsExactlyInAnyOrder(key("a"));
        assertThat(wanted("a")).isPresent();
    }

    @Test
    void comparesArrivalsOfOneServiceOnly() {
        desired.update(wants(CART, "a"), 2);

        assertThat(desired.update(wants(ALBUM, "b"), 1).keys()).containsExactlyInAnyOrder(key("b"));
    }

    @Test
    void takesAListBeforeAnyEvent() {
        desired.updateAll(List.of(wants(CART, "a"), wants(ALBUM, "b")), 0, true);

        assertThat(desired.keys()).containsExactly(key("a"), key("b"));
    }

    @Test
    void takesAListAfterAnotherWithoutAnyEventBetween() {
        desired.updateAll(List.of(wants(CART, "a")), 5, true);

        desired.updateAll(List.of(wants(CART, "b")), 5, true);

        assertThat(desired.keys()).containsExactly(key("b"));
    }

    @Test
    void missesNobodyInAListThatIsNotLive() {
        desired.updateAll(List.of(wants(CART, "a"), wants(ALBUM, "b")), 0, true);

        desired.updateAll(List.of(wants(CART, "c")), 0, false);

        assertThat(desired.keys()).containsExactly(key("a"), key("b"));
    }

    @Test
    void leavesAServiceWithAnEventSinceTheListBegan() {
        desired.update(wants(CART, "event"), 3);

        desired.updateAll(List.of(wants(CART, "list")), 2, true);

        assertThat(desired.keys()).containsExactly(key("event"));
    }

    @Test
    void leavesAServiceThatWasDeletedSinceTheListBegan() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 3);

        desired.updateAll(List.of(wants(CART, "a")), 2, true);

        assertThat(wanted("a")).isEmpty();
    }

    @Test
    void leavesAServiceThatCameSinceTheListBegan() {
        desired.update(wants(CART, "a"), 3);

        desired.updateAll(List.of(), 2, true);

        assertThat(wanted("a")).isPresent();
    }

    @Test
    void leavesAServiceThatBecameUnclearSinceTheListBegan() {
        desired.update(wants(CART, "a"), 1);
        desired.update(new Undecided(CART, List.of("why")), 3);

        desired.updateAll(List.of(), 2, true);

        assertThat(wanted("a")).isPresent();
    }

    @Test
    void letsAListWinOverEventsBeforeIt() {
        desired.update(wants(CART, "event"), 2);

        desired.updateAll(List.of(wants(CART, "list")), 2, true);

        assertThat(wanted("event")).isEmpty();
        assertThat(wanted("list")).isPresent();
    }

    @Test
    void learnsNothingFromEventsThatAListHasOvertaken() {
        desired.updateAll(List.of(wants(CART, "list")), 2, true);

        desired.update(wants(CART, "event"), 2);
        desired.update(unexported(CART), 1);
        desired.update(wants(ALBUM, "b"), 1);

        assertThat(desired.keys()).containsExactly(key("list"));
    }

    /** Nobody may have written yet what the list told. */
    @Test
    void letsEventsThatAListHasOvertakenRingForWhatTheListTold() {
        desired.updateAll(List.of(wants(CART, "list")), 2, true);

        assertThat(desired.update(wants(CART, "event"), 2).keys()).containsExactly(key("list"));
    }

    @Test
    void learnsNothingFromACacheThatALiveListHasOvertaken() {
        desired.updateAll(List.of(wants(CART, "live")), 2, true);

        desired.updateAll(List.of(wants(CART, "cached")), 2, false);

        assertThat(desired.keys()).containsExactly(key("live"));
    }

    @Test
    void leavesToEventsOnlyWhatTheListCouldNotTell() {
        waiting.put(CART, 2L);
        waiting.put(ALBUM, 3L);

        desired.updateAll(List.of(), 2, true);

        assertThat(desired.wanted(desired.everything(true, true)).changing())
                .containsExactly(ALBUM);
    }

    @Test
    void dropsAListThatALaterListHasOvertaken() {
        desired.updateAll(List.of(wants(CART, "late")), 3, true);

        desired.updateAll(List.of(wants(CART, "early")), 2, true);

        assertThat(desired.keys()).containsExactly(key("late"));
    }

    @Test
    void wantsNothingForWhatVanishedFromTheList() {
        desired.update(wants(CART, "a"), 1);
        desired.update(wants(ALBUM, "b"), 2);

        desired.updateAll(List.of(wants(ALBUM, "b")), 2, true);

        assertThat(desired.keys()).containsExactly(key("b"));
    }

    @Test
    void leavesToAWaitingEventWhatAListHasTakenAway() {
        desired.update(wants(CART, "a"), 1);
        waiting.put(CART, 2L);
        desired.updateAll(List.of(), 2, true);

        assertThat(desired.update(unexported(CART), 2).keys()).containsExactly(key("a"));
        assertThat(desired.update(unexported(CART), 2).keys()).isEmpty();
    }

    @Test
    void leavesToALaterEventWhatAListHasTakenAway() {
        desired.update(wants(CART, "a"), 1);
        waiting.put(CART, 3L);
        desired.updateAll(List.of(), 2, true);

        assertThat(desired.update(unexported(CART), 3).keys()).containsExactly(key("a"));
    }

    @Test
    void forgetsWhatAListHasTakenAwayIfNoEventComes() {
        desired.update(wants(CART, "a"), 1);
        waiting.put(CART, 2L);
        desired.updateAll(List.of(), 2, true);
        waiting.clear();
        desired.updateAll(List.of(), 2, true);

        assertThat(desired.update(unexported(CART), 3).keys()).isEmpty();
    }

    @Test
    void wantsAnotherComparisonIfAListEndsARefusalWhoseEventIsStillToCome() {
        AtomicInteger due = new AtomicInteger();
        Desired alone = new Desired(() -> Map.of(CART, 3L), due::incrementAndGet);
        alone.update(new Undecided(CART, List.of("why")), 1);

        alone.updateAll(List.of(), 2, true);

        assertThat(due).hasValue(1);
    }

    /** The watch is behind: it tells of older states after the list. */
    @Test
    void believesAListThatTellsMoreThanTheWatch() {
        desired.update(wants(CART, "a"), 1);
        desired.update(wants(CART, "b"), 3);
        List<ServiceDocuments> listed = List.of(wants(CART, "c"));

        desired.updateAll(listed, 1, 2, true, Set.of(CART), 5);

        assertThat(desired.keys()).containsExactly(key("c"));
        desired.update(wants(CART, "b"), 4);
        assertThat(desired.keys()).containsExactly(key("c"));
        desired.update(wants(CART, "d"), 6);
        assertThat(desired.keys()).containsExactly(key("d"));
    }

    @Test
    void believesAListThatAServiceIsGoneBeforeTheWatchTellsIt() {
        desired.update(wants(CART, "a"), 3);

        desired.updateAll(List.of(), 0, 2, true, Set.of(CART), 4);

        assertThat(desired.keys()).isEmpty();
    }

    /** So that the watch, and not a list, has the document deleted. */
    @Test
    void anEventThatComesAfterTheListThatSaidSoTakesAwayWhatIsGone() {
        desired.update(wants(CART, "a"), 1);
        desired.updateAll(List.of(), 0, 2, true, Set.of(CART), 3);
        desired.updateAll(List.of(), 0, 4, true, Set.of(CART), 5);

        assertThat(desired.update(unexported(CART), 6).keys()).containsExactly(key("a"));
    }

    @Test
    void takesFromAnIncompleteCacheWhatEventsStillToComeWillSay() {
        desired.updateAll(List.of(wants(CART, "a")), 1, false);
        waiting.put(CART, 2L);
        waiting.put(ALBUM, 3L);

        boolean taken = desired.updateAll(List.of(unexported(CART), wants(ALBUM, "b")), 3, false);

        assertThat(taken).isFalse();
        assertThat(desired.keys()).containsExactly(key("b"));
        assertThat(desired.update(unexported(CART), 2).keys()).containsExactly(key("a"));
        assertThat(desired.update(wants(ALBUM, "b"), 3).keys()).containsExactly(key("b"));
    }

    @Test
    void takesFromAnIncompleteCacheThatAServiceIsGoneWhoseEventWaits() {
        desired.update(wants(CART, "a"), 1);
        desired.updateAll(List.of(wants(CART, "a")), 1, true);
        waiting.put(CART, 2L);

        desired.updateAll(List.of(), 2, false);

        assertThat(desired.keys()).isEmpty();
        assertThat(desired.update(unexported(CART), 2).keys()).containsExactly(key("a"));
    }

    @Test
    void takesFromAnIncompleteCacheNothingThatItMayNotKnowYet() {
        desired.updateAll(List.of(wants(CART, "a"), wants(ALBUM, "b")), 1, false);
        waiting.put(CART, 3L);

        desired.updateAll(List.of(unexported(CART), unexported(ALBUM)), 2, false);

        assertThat(desired.keys()).containsExactly(key("a"), key("b"));
    }

    @Test
    void countsANamespaceThatCompletesMeanwhileAsUnknown() {
        AtomicBoolean complete = new AtomicBoolean();
        Supplier<Map<ServiceName, Long>> completesNow =
                () -> {
                    complete.set(true);
                    return Map.of();
                };
        Desired meanwhile = new Desired(completesNow, () -> {}, Optional::empty, complete::get);

        assertThat(meanwhile.wanted(meanwhile.everything(true, true)).partial()).isTrue();
        assertThat(meanwhile.wanted(meanwhile.everything(true, true)).partial()).isFalse();
    }

    private Optional<KvKey> wanted(String id) {
        return desired.wanted(touch(id)).entry(key(id)).map(entry -> entry.key());
    }
}
