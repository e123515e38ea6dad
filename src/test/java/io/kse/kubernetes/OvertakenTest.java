package io.kse.kubernetes;

import static io.fabric8.kubernetes.client.Watcher.Action.ADDED;
import static io.fabric8.kubernetes.client.Watcher.Action.DELETED;
import static io.fabric8.kubernetes.client.Watcher.Action.MODIFIED;
import static io.kse.kubernetes.EventSource.LISTED;
import static io.kse.kubernetes.EventSource.WATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OvertakenTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final Overtaken overtaken = new Overtaken();

    private static Service cart(String version) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("cart")
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    private void begin(Supplier<List<Service>> watched) {
        overtaken.begin(watched, name -> false);
    }

    private Set<ServiceName> end(List<Service> live) {
        return overtaken.end(live, () -> 7, name -> false).services();
    }

    private Set<ServiceName> endWhileTheWatchLists(List<Service> live) {
        return overtaken.end(live, () -> 7, CART::equals).services();
    }

    @Test
    void passesOverWhatTheWatchTellsUntilItHasToldWhatTheListSays() {
        begin(() -> List.of(cart("3")));
        assertThat(end(List.of(cart("5")))).containsExactly(CART);

        assertThat(overtaken.isNews(MODIFIED, cart("4"), WATCHED)).isFalse();
        assertThat(overtaken.isNews(MODIFIED, cart("5"), WATCHED)).isTrue();
        assertThat(overtaken.isNews(MODIFIED, cart("6"), WATCHED)).isTrue();
    }

    /** It was made and deleted again while the watch was behind. */
    @Test
    void aWatchThatWasBehindOneListIsBehindTheNextThoughNothingSeemsToHaveHappened() {
        begin(() -> List.of());
        assertThat(end(List.of(cart("5")))).containsExactly(CART);

        begin(() -> List.of());
        overtaken.isNews(ADDED, cart("4"), WATCHED);
        assertThat(end(List.of())).containsExactly(CART);

        assertThat(overtaken.isNews(MODIFIED, cart("5"), WATCHED)).isFalse();
        assertThat(overtaken.isNews(DELETED, cart("6"), WATCHED)).isTrue();
    }

    @Test
    void aWatchThatHasNothingToTellIsNotBehindForEver() {
        begin(() -> List.of());
        assertThat(end(List.of(cart("5")))).containsExactly(CART);

        begin(() -> List.of());
        assertThat(end(List.of())).containsExactly(CART);
        begin(() -> List.of());
        assertThat(end(List.of())).isEmpty();
    }

    /** The list's answer came late. */
    @Test
    void aWatchThatHasGoneOnIsNotBehind() {
        begin(() -> List.of(cart("3")));
        overtaken.isNews(MODIFIED, cart("4"), WATCHED);
        overtaken.isNews(MODIFIED, cart("5"), WATCHED);

        assertThat(end(List.of(cart("4")))).isEmpty();
        assertThat(overtaken.isNews(MODIFIED, cart("6"), WATCHED)).isTrue();
    }

    @Test
    void aWatchThatKnowsAsMuchIsNotBehind() {
        begin(() -> List.of(cart("3")));

        assertThat(end(List.of(cart("3")))).isEmpty();
    }

    @Test
    void aServiceMayHaveComeMeanwhile() {
        begin(() -> List.of());
        overtaken.isNews(ADDED, cart("3"), WATCHED);

        assertThat(end(List.of())).isEmpty();
    }

    @Test
    void aServiceMayHaveGoneMeanwhile() {
        begin(() -> List.of(cart("3")));
        overtaken.isNews(DELETED, cart("4"), WATCHED);

        assertThat(end(List.of())).isEmpty();
    }

    @Test
    void passesOverTheChangesOfAServiceThatIsGone() {
        begin(() -> List.of(cart("3")));
        assertThat(end(List.of())).containsExactly(CART);

        assertThat(overtaken.isNews(MODIFIED, cart("4"), WATCHED)).isFalse();
        assertThat(overtaken.isNews(DELETED, cart("5"), WATCHED)).isTrue();
        assertThat(overtaken.isNews(ADDED, cart("6"), WATCHED)).isTrue();
    }

    @Test
    void knowsAServiceAsTheListHadItUntilTheWatchDoes() {
        begin(() -> List.of(cart("3")));
        end(List.of(cart("5")));
        assertThat(overtaken.latest(CART, () -> Optional.of(cart("4")))).contains(cart("5"));

        overtaken.isNews(MODIFIED, cart("5"), WATCHED);

        assertThat(overtaken.latest(CART, () -> Optional.of(cart("6")))).contains(cart("6"));
    }

    /**
     * The watch has listed by itself, later than that, so that it never tells what the list said.
     */
    @Test
    void theNextListSeesThatTheWatchHasCaughtUp() {
        begin(() -> List.of(cart("3")));
        end(List.of(cart("5")));
        overtaken.isNews(MODIFIED, cart("7"), WATCHED);

        begin(() -> List.of(cart("7")));

        assertThat(end(List.of(cart("7")))).isEmpty();
        assertThat(overtaken.isNews(MODIFIED, cart("8"), WATCHED)).isTrue();
    }

    /** It was answered before the live list was. */
    @Test
    void passesOverWhatTheWatchHadBegunToListBefore() {
        begin(() -> List.of(cart("3")));
        assertThat(endWhileTheWatchLists(List.of(cart("5")))).containsExactly(CART);

        assertThat(overtaken.isNews(MODIFIED, cart("4"), LISTED)).isFalse();
        assertThat(overtaken.isNews(DELETED, cart("4"), LISTED)).isFalse();
        assertThat(overtaken.isNews(MODIFIED, cart("5"), WATCHED)).isTrue();
    }

    /** It was handled while the live list was on its way. */
    @Test
    void passesOverWhatTheWatchHadListedBefore() {
        overtaken.begin(() -> List.of(cart("3")), CART::equals);
        overtaken.isNews(MODIFIED, cart("4"), LISTED);

        assertThat(end(List.of(cart("6")))).containsExactly(CART);
        assertThat(overtaken.isNews(MODIFIED, cart("5"), WATCHED)).isFalse();
        assertThat(overtaken.isNews(MODIFIED, cart("6"), WATCHED)).isTrue();
    }

    @Test
    void doesNotKnowWhichOfTwoListsIsLater() {
        begin(() -> List.of(cart("3")));
        overtaken.isNews(MODIFIED, cart("4"), LISTED);

        assertThat(end(List.of(cart("6")))).isEmpty();
        assertThat(overtaken.isNews(MODIFIED, cart("5"), WATCHED)).isTrue();
    }

    @Test
    void whatTheWatchHasListedSinceIsNews() {
        begin(() -> List.of(cart("3")));
        assertThat(end(List.of(cart("5")))).containsExactly(CART);

        assertThat(overtaken.isNews(MODIFIED, cart("7"), LISTED)).isTrue();
        assertThat(overtaken.isNews(MODIFIED, cart("8"), WATCHED)).isTrue();
    }

    /** What it had begun to list before was later than the live list after all. */
    @Test
    void theNextListKnowsWhatWasPassedOver() {
        begin(() -> List.of(cart("3")));
        endWhileTheWatchLists(List.of(cart("5")));
        overtaken.isNews(MODIFIED, cart("7"), LISTED);

        begin(() -> List.of(cart("7")));

        assertThat(end(List.of(cart("7")))).isEmpty();
        assertThat(overtaken.isNews(MODIFIED, cart("8"), WATCHED)).isTrue();
    }

    @Test
    void aListThatDoesNotComeSaysNothing() {
        begin(() -> List.of(cart("3")));
        overtaken.abandon();

        assertThat(end(List.of(cart("5")))).isEmpty();
    }

    @Test
    void whoGoesByNoListsPassesOverNothing() {
        begin(() -> List.of(cart("3")));
        end(List.of(cart("5")));

        overtaken.forget();

        assertThat(overtaken.isNews(MODIFIED, cart("4"), WATCHED)).isTrue();
        assertThat(overtaken.latest(CART, () -> Optional.of(cart("4")))).contains(cart("4"));
    }
}
