package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several Services that have changed together. */
class DesiredSeveralTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");

    private final Map<ServiceName, Long> waiting = new HashMap<>();
    private final Desired desired = new Desired(() -> waiting, () -> {});

    @Test
    void wantsWhatEachOfThemWants() {
        desired.update(wants(CART, "a"), 1);

        Several several = desired.updateEach(List.of(wants(CART, "b"), wants(ALBUM, "c")), 2);

        Wanted wanted = desired.wanted(several);
        assertThat(wanted.owners())
                .isEqualTo(Map.of(key("a"), CART, key("b"), CART, key("c"), ALBUM));
        assertThat(wanted.entries()).containsOnlyKeys(key("b"), key("c"));
        assertThat(wanted.unowned()).isEqualTo(Unowned.STAYS);
        assertThat(wanted.nodes()).isEqualTo(Optional.empty());
    }

    @Test
    void wantsWhatTheyWantByThen() {
        Several several = desired.updateEach(List.of(wants(CART, "a"), wants(ALBUM, "b")), 2);

        desired.update(unexported(CART), 3);

        assertThat(desired.wanted(several).entries()).containsOnlyKeys(key("b"));
        assertThat(desired.wanted(several).owners()).containsEntry(key("a"), CART);
    }

    @Test
    void changesNothingOfThoseThatKeepWhatTheyHave() {
        desired.update(wants(CART, "a"), 1);

        Several several =
                desired.updateEach(List.of(new AwaitsIngress(CART, List.of("no gateway"))), 2);

        assertThat(several.isEmpty()).isTrue();
        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void takesNothingOlderThanWhatIsKnown() {
        desired.update(wants(CART, "new"), 3);

        desired.updateEach(List.of(wants(CART, "old"), wants(ALBUM, "b")), 2);

        assertThat(desired.keys()).containsExactly(key("b"), key("new"));
    }

    @Test
    void leavesOneToItsOwnEventThatIsStillToCome() {
        desired.update(wants(CART, "a"), 1);
        waiting.put(CART, 2L);

        Several several = desired.updateEach(List.of(unexported(CART), wants(ALBUM, "b")), 3);

        assertThat(several.services()).extracting(Touched::service).containsExactly(ALBUM);
        assertThat(desired.update(unexported(CART), 2).keys()).containsExactly(key("a"));
        assertThat(desired.keys()).containsExactly(key("b"));
    }

    /** That list was asked for before the change, and makes the event old. */
    @Test
    void losesNothingThoughAListComesBetweenTheChangeAndTheOwnEvent() {
        waiting.put(CART, 2L);
        desired.updateEach(List.of(wants(CART, "new")), 3);

        desired.updateAll(List.of(wants(CART, "old")), 2, true);

        assertThat(desired.wanted(desired.update(wants(CART, "old"), 2)).entries())
                .containsOnlyKeys(key("new"));
    }

    @Test
    void losesNothingThoughAListHasMadeTheOwnEventOldBefore() {
        waiting.put(CART, 2L);
        desired.updateAll(List.of(wants(CART, "old")), 2, true);

        desired.updateEach(List.of(wants(CART, "new")), 3);

        Wanted wanted = desired.wanted(desired.update(wants(CART, "old"), 2));
        assertThat(wanted.entries()).containsOnlyKeys(key("new"));
        assertThat(wanted.owners()).containsKey(key("old"));
    }

    @Test
    void saysWhyKeysGoInOneSentenceHoweverManyTheyAre() {
        desired.update(wants(CART, "a"), 1);
        desired.update(wants(ALBUM, "b"), 2);

        assertThat(desired.updateEach(List.of(unexported(CART)), 3).why())
                .isEqualTo("Service shop/cart: it was deleted");
        assertThat(desired.updateEach(List.of(unexported(CART), unexported(ALBUM)), 4).why())
                .isEqualTo("its Service has no such port or key any more");
    }
}
