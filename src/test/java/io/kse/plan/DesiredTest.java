package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant THEN = FIRST.plusSeconds(1);

    private final Desired desired = new Desired();

    @Test
    void wantsNothingAtFirst() {
        assertThat(desired.keys()).isEmpty();
        assertThat(desired.wanted(List.of(key("a"))).owners()).isEmpty();
    }

    @Test
    void wantsWhatAnEventBrings() {
        assertThat(desired.update(wants(CART, "a", "b"), 1)).containsExactly(key("a"), key("b"));

        assertThat(ownerOf("a")).contains(CART);
        assertThat(wanted("a")).isPresent();
    }

    @Test
    void asksForOldAndNewKeysOfAService() {
        desired.update(wants(CART, "a", "b"), 1);

        assertThat(desired.update(wants(CART, "b", "c"), 2))
                .containsExactly(key("a"), key("b"), key("c"));
        assertThat(wanted("a")).isEmpty();
        assertThat(ownerOf("a")).contains(CART);
        assertThat(wanted("c")).isPresent();
    }

    @Test
    void releasesTheKeysOfAServiceThatIsNotExported() {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(unexported(CART), 2)).containsExactly(key("a"));
        assertThat(wanted("a")).isEmpty();
        assertThat(desired.keys()).containsExactly(key("a"));
    }

    static Stream<ServiceDocuments> unclearOnes() {
        return Stream.of(
                new Rejected(CART, List.of("why")),
                new AwaitsIngress(CART, List.of("why")),
                new Undecided(CART, List.of("why")));
    }

    @ParameterizedTest
    @MethodSource("unclearOnes")
    void keepsWhatAServiceHasWhileItIsUnclear(ServiceDocuments unclear) {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(unclear, 2)).isEmpty();
        assertThat(wanted("a")).isPresent();
        desired.updateAll(List.of(unclear), 2);
        assertThat(wanted("a")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("unclearOnes")
    void publishesNothingNewWhileAServiceIsUnclear(ServiceDocuments unclear) {
        assertThat(desired.update(unclear, 1)).isEmpty();
        assertThat(desired.keys()).isEmpty();
    }

    // Order of arrival

    @Test
    void letsALaterEventWin() {
        desired.update(wants(CART, "late"), 2);

        assertThat(desired.update(wants(CART, "early"), 1)).isEmpty();
        assertThat(desired.keys()).containsExactly(key("late"));
    }

    @Test
    void takesTheSameEventTwice() {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(wants(CART, "a"), 1)).containsExactly(key("a"));
        assertThat(wanted("a")).isPresent();
    }

    @Test
    void comparesArrivalsOfOneServiceOnly() {
        desired.update(wants(CART, "a"), 2);

        assertThat(desired.update(wants(ALBUM, "b"), 1)).containsExactly(key("b"));
    }

    @Test
    void takesAListBeforeAnyEvent() {
        assertThat(desired.updateAll(List.of(wants(CART, "a"), wants(ALBUM, "b")), 0))
                .containsExactly(key("a"), key("b"));
    }

    @Test
    void takesAListAfterAnotherWithoutAnyEventBetween() {
        desired.updateAll(List.of(wants(CART, "a")), 5);

        assertThat(desired.updateAll(List.of(wants(CART, "b")), 5))
                .containsExactly(key("a"), key("b"));
        assertThat(wanted("a")).isEmpty();
        assertThat(wanted("b")).isPresent();
    }

    @Test
    void leavesAServiceWithAnEventSinceTheListBegan() {
        desired.update(wants(CART, "event"), 3);

        desired.updateAll(List.of(wants(CART, "list")), 2);

        assertThat(desired.keys()).containsExactly(key("event"));
    }

    @Test
    void leavesAServiceThatWasDeletedSinceTheListBegan() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 3);

        desired.updateAll(List.of(wants(CART, "a")), 2);

        assertThat(wanted("a")).isEmpty();
    }

    @Test
    void leavesAServiceThatCameSinceTheListBegan() {
        desired.update(wants(CART, "a"), 3);

        desired.updateAll(List.of(), 2);

        assertThat(wanted("a")).isPresent();
    }

    @Test
    void leavesAServiceThatBecameUnclearSinceTheListBegan() {
        desired.update(wants(CART, "a"), 1);
        desired.update(new Undecided(CART, List.of("why")), 3);

        desired.updateAll(List.of(), 2);

        assertThat(wanted("a")).isPresent();
    }

    @Test
    void letsAListWinOverEventsBeforeIt() {
        desired.update(wants(CART, "event"), 2);

        desired.updateAll(List.of(wants(CART, "list")), 2);

        assertThat(wanted("event")).isEmpty();
        assertThat(wanted("list")).isPresent();
    }

    @Test
    void dropsEventsThatAListHasOvertaken() {
        desired.updateAll(List.of(wants(CART, "list")), 2);

        assertThat(desired.update(wants(CART, "event"), 2)).isEmpty();
        assertThat(desired.update(unexported(CART), 1)).isEmpty();
        assertThat(desired.update(wants(ALBUM, "b"), 1)).isEmpty();
        assertThat(wanted("list")).isPresent();
        assertThat(desired.update(wants(CART, "event"), 3)).isNotEmpty();
    }

    @Test
    void dropsAListThatALaterListHasOvertaken() {
        desired.updateAll(List.of(wants(CART, "late")), 3);

        assertThat(desired.updateAll(List.of(wants(CART, "early")), 2))
                .containsExactly(key("late"));
    }

    @Test
    void releasesWhatVanishedFromTheList() {
        desired.update(wants(CART, "a"), 1);
        desired.update(wants(ALBUM, "b"), 2);

        assertThat(desired.updateAll(List.of(wants(ALBUM, "b")), 2))
                .containsExactly(key("a"), key("b"));
        assertThat(wanted("a")).isEmpty();
        assertThat(ownerOf("a")).contains(CART);
    }

    // Who has a key

    @Test
    void givesAKeyToTheOlderService() {
        desired.update(wants(CART, THEN, "shared", "cart"), 1);
        desired.update(wants(ALBUM, FIRST, "shared", "album"), 2);

        assertThat(ownerOf("shared")).contains(ALBUM);
        assertThat(desired.taken(CART)).isEqualTo(Map.of(key("shared"), ALBUM));
        assertThat(desired.taken(ALBUM)).isEmpty();
    }

    @Test
    void givesTheOtherKeysToTheYoungerService() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);

        assertThat(desired.update(wants(CART, THEN, "shared", "cart"), 2))
                .containsExactly(key("cart"), key("shared"));
        assertThat(ownerOf("shared")).contains(ALBUM);
        assertThat(ownerOf("cart")).contains(CART);
    }

    @Test
    void goesByNamespaceAndNameAmongServicesOfOneAge() {
        ServiceName early = new ServiceName("a", "z");
        desired.update(wants(CART, "shared"), 1);
        desired.update(wants(ALBUM, "shared"), 2);

        assertThat(ownerOf("shared")).contains(ALBUM);
        desired.update(wants(early, "shared"), 3);
        assertThat(ownerOf("shared")).contains(early);
    }

    @Test
    void handsAKeyOverWhenTheFirstGoes() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);
        desired.update(wants(CART, THEN, "shared"), 2);

        assertThat(desired.update(unexported(ALBUM), 3)).containsExactly(key("shared"));
        assertThat(ownerOf("shared")).contains(CART);
        assertThat(wanted("shared")).isPresent();
        assertThat(desired.taken(CART)).isEmpty();
    }

    @Test
    void handsAKeyOverWhenTheFirstVanishesFromTheList() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);
        desired.update(wants(CART, THEN, "shared"), 2);

        desired.updateAll(List.of(wants(CART, THEN, "shared")), 2);

        assertThat(ownerOf("shared")).contains(CART);
    }

    @Test
    void leavesTheKeyToTheFirstWhenTheOtherGoes() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);
        desired.update(wants(CART, THEN, "shared"), 2);
        desired.update(unexported(CART), 3);

        assertThat(ownerOf("shared")).contains(ALBUM);
        assertThat(wanted("shared")).isPresent();
    }

    @Test
    void countsAServiceAnewThatWasCreatedAnew() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);
        desired.update(wants(CART, THEN, "shared"), 2);
        desired.update(wants(ALBUM, THEN.plusSeconds(1), "shared"), 3);

        assertThat(ownerOf("shared")).contains(CART);
    }

    @Test
    void knowsNothingTakenOfAServiceThatWantsNothing() {
        assertThat(desired.taken(CART)).isEmpty();
    }

    // Until Consul does not hold it

    @Test
    void remembersReleasedKeysUntilTheyAreSettled() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 2);
        Wanted wanted = desired.wanted(desired.keys());
        assertThat(desired.keys()).containsExactly(key("a"));

        desired.settled(wanted);

        assertThat(desired.keys()).isEmpty();
    }

    @Test
    void settlesOnlyTheKeysThatWereSpokenOf() {
        desired.update(wants(CART, "a", "b"), 1);
        desired.update(unexported(CART), 2);

        desired.settled(desired.wanted(Set.of(key("a"))));

        assertThat(desired.keys()).containsExactly(key("b"));
    }

    @Test
    void keepsWantedKeysWhenTheyAreSettled() {
        desired.update(wants(CART, "a"), 1);

        desired.settled(desired.wanted(desired.keys()));

        assertThat(wanted("a")).isPresent();
    }

    @Test
    void doesNotForgetWhatWasReleasedSince() {
        desired.update(wants(CART, "a"), 1);
        Wanted before = desired.wanted(desired.keys());
        desired.update(unexported(CART), 2);

        desired.settled(before);

        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void doesNotForgetWhatWasClaimedAndReleasedSince() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 2);
        Wanted before = desired.wanted(desired.keys());
        desired.update(wants(CART, "a"), 3);
        desired.update(unexported(CART), 4);

        desired.settled(before);

        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void risesInVersionWithEveryChange() {
        long before = desired.wanted(Set.of()).version();

        desired.update(wants(CART, "a"), 1);

        assertThat(desired.wanted(Set.of()).version()).isGreaterThan(before);
    }

    private Optional<ServiceName> ownerOf(String id) {
        return Optional.ofNullable(desired.wanted(Set.of(key(id))).owners().get(key(id)));
    }

    private Optional<KvKey> wanted(String id) {
        return desired.wanted(Set.of(key(id))).entry(key(id)).map(entry -> entry.key());
    }

    private static ServiceDocuments wants(ServiceName service, String... ids) {
        return wants(service, FIRST, ids);
    }

    private static ServiceDocuments wants(ServiceName service, Instant createdAt, String... ids) {
        return new ServiceDocuments.Desired(
                service, createdAt, Stream.of(ids).map(Entries::entry).toList(), List.of());
    }

    private static ServiceDocuments unexported(ServiceName service) {
        return new NotExported(service, "it was deleted");
    }
}
