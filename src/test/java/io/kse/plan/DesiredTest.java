package io.kse.plan;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.touch;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final Desired desired = new Desired(Map::of, () -> {});

    @Test
    void wantsNothingAtFirst() {
        assertThat(desired.keys()).isEmpty();
        assertThat(desired.wanted(new Everything(true)).owners()).isEmpty();
    }

    @Test
    void asksForNoListOfNodesWhereServicesAreLookedAtAlone() {
        Desired alone =
                new Desired(
                        Map::of,
                        () -> {},
                        () -> {
                            throw new IllegalStateException("noted as planned");
                        },
                        () -> true);
        alone.update(wants(CART, "a"), 1);

        for (Unowned unowned : Unowned.values()) {
            Wanted wanted = alone.wantedOfServices(unowned);

            assertThat(wanted.owners()).containsOnlyKeys(key("a"));
            assertThat(wanted.unowned()).isEqualTo(unowned);
            assertThat(wanted.nodes()).isEmpty();
        }
    }

    @Test
    void wantsWhatAnEventBrings() {
        assertThat(desired.update(wants(CART, "a", "b"), 1).keys())
                .containsExactlyInAnyOrder(key("a"), key("b"));

        assertThat(ownerOf("a")).contains(CART);
        assertThat(wanted("a")).isPresent();
    }

    @Test
    void saysWhetherItHasTakenAListIn() {
        assertThat(desired.updateAll(List.of(wants(CART, "a")), 1, 5, true)).isTrue();
        assertThat(desired.updateAll(List.of(wants(CART, "b")), 1, 4, true)).isFalse();

        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void asksForOldAndNewKeysOfAService() {
        desired.update(wants(CART, "a", "b"), 1);

        assertThat(desired.update(wants(CART, "b", "c"), 2).keys())
                .containsExactlyInAnyOrder(key("a"), key("b"), key("c"));
        assertThat(wanted("a")).isEmpty();
        assertThat(wanted("c")).isPresent();
    }

    @Test
    void releasesTheKeysOfAServiceThatIsNotExported() {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(unexported(CART), 2).keys()).containsExactlyInAnyOrder(key("a"));
        assertThat(wanted("a")).isEmpty();
        assertThat(desired.keys()).isEmpty();
    }

    @Test
    void saysWhyAKeyIsNotWantedAnyMore() {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.wanted(desired.update(unexported(CART), 2)).why())
                .isEqualTo("Service shop/cart: it was deleted");
    }

    @Test
    void asksForTheServiceOfAKeyEvenIfNobodyWantsItAnyMore() {
        desired.update(wants(CART, "a"), 1);

        Wanted wanted = desired.wanted(desired.update(unexported(CART), 2));

        assertThat(wanted.owners()).isEqualTo(Map.of(key("a"), CART));
        assertThat(wanted.entries()).isEmpty();
    }

    @Test
    void takesKeysThatNobodyWantsForOrphansAfterALiveListOnly() {
        assertThat(desired.wanted(new Everything(true)).unowned()).isEqualTo(Unowned.ORPHANED);
        assertThat(desired.wanted(new Everything(false)).unowned()).isEqualTo(Unowned.STAYS);
        assertThat(desired.wanted(touch("a")).unowned()).isEqualTo(Unowned.STAYS);
    }

    @Test
    void doesNotDecideOverRefusedServicesAndThoseWithEventsToCome() {
        ServiceName waits = new ServiceName("shop", "waits");
        ServiceName changed = new ServiceName("shop", "changed");
        Desired of = new Desired(() -> Map.of(waits, 9L), () -> {});
        of.update(wants(changed, "a"), 7);

        of.updateAll(List.of(new Rejected(CART, List.of("why"))), 5, true);

        assertThat(of.wanted(new Everything(true)).refused()).containsExactly(CART);
        assertThat(of.wanted(new Everything(true)).changing())
                .containsExactlyInAnyOrder(waits, changed);
    }

    /** Else one that has changed would count as changing until the next list, for minutes. */
    @Test
    void countsThoseOnlyAsChangingWhoseEventsAreToComeWhereServicesAreLookedAtAlone() {
        ServiceName waits = new ServiceName("shop", "waits");
        ServiceName listed = new ServiceName("shop", "listed");
        Desired of = new Desired(() -> Map.of(waits, 9L, listed, 5L), () -> {});
        of.updateAll(List.of(), 5, true);
        of.update(wants(CART, "a"), 7);

        assertThat(of.wantedOfServices(Unowned.STAYS).changing()).containsExactly(waits);
    }

    /**
     * With N of them, N looks at N waiting events kept a start with 10,000 Services busy for
     * minutes.
     */
    @Test
    void looksAtTheWaitingEventsForNoSingleService() {
        AtomicInteger looks = new AtomicInteger();
        Supplier<Map<ServiceName, Long>> waiting =
                () -> {
                    looks.incrementAndGet();
                    return Map.of();
                };
        Desired of = new Desired(waiting, () -> {});
        of.updateAll(List.of(), 5, true);
        int before = looks.get();

        of.updateEach(List.of(), 6);
        of.wanted(of.update(wants(CART, "a"), 7));
        of.wanted(new TouchedNodes());

        assertThat(looks).hasValue(before);
    }

    @Test
    void holdsEqualDocumentsOnce() {
        ServiceDocuments first = wants(CART, "a");
        desired.updateAll(List.of(first), 5, true);

        assertThat(desired.asKnown(wants(CART, "a"))).isSameAs(first);
        assertThat(desired.asKnown(wants(CART, "b"))).isEqualTo(wants(CART, "b"));
    }

    @Test
    void decidesAgainWhenAServiceIsRefusedNoMore() {
        desired.updateAll(List.of(new Rejected(CART, List.of("why"))), 5, true);
        desired.updateAll(List.of(), 5, true);

        assertThat(desired.wanted(new Everything(true)).refused()).isEmpty();
    }

    @Test
    void remembersWhatARefusedServiceWantedBefore() {
        desired.update(cart(30080), 1);
        desired.update(cart(30081), 2);
        assertThat(desired.wanted(new Everything(true)).seen()).isEmpty();

        desired.update(new Rejected(CART, List.of("why")), 3);
        assertThat(desired.wanted(new Everything(true)).seen())
                .containsExactlyInAnyOrder(hash(cart(30080)), hash(cart(30081)));
    }

    /** Consul may still hold what the first one wanted. */
    @Test
    void remembersItAlsoOfAServiceThatWasDeletedAndMadeAgain() {
        desired.update(cart(30080), 1);
        desired.update(unexported(CART), 2);
        desired.update(cart(30081), 3);
        desired.update(new Rejected(CART, List.of("why")), 4);

        assertThat(desired.wanted(new Everything(true)).seen())
                .containsExactlyInAnyOrder(hash(cart(30080)), hash(cart(30081)));
    }

    @Test
    void remembersVersionsHoweverManyPortsTheyHave() {
        Services large = service("shop", "cart").exported();
        IntStream.range(0, 40).forEach(i -> large.nodePort("p" + i, 80 + i, 30000 + i));
        desired.update(documents(large.build()), 1);
        desired.update(cart(30080), 2);
        desired.update(new Rejected(CART, List.of("why")), 3);

        assertThat(desired.wanted(new Everything(true)).seen()).hasSize(41);
    }

    @Test
    void remembersSomeVersionsOnly() {
        IntStream.range(0, 100).forEach(i -> desired.update(cart(30000 + i), i + 1));
        desired.update(new Rejected(CART, List.of("why")), 200);

        assertThat(desired.wanted(new Everything(true)).seen())
                .hasSize(17)
                .contains(hash(cart(30099)), hash(cart(30083)))
                .doesNotContain(hash(cart(30082)));
    }

    /** A later list has told of another key meanwhile. */
    @Test
    void asksForAllOfAServiceWithSomeOfIt() {
        Touched touched = desired.update(wants(CART, "a"), 1);
        desired.updateAll(List.of(wants(CART, "a", "b")), 2, true);

        assertThat(desired.wanted(touched).entries()).containsOnlyKeys(key("a"), key("b"));
    }

    /** What its event would bring back may be older than what the Service has. */
    @Test
    void leavesAServiceThatAListHasCalledRefusedToTheComparison() {
        Touched touched = desired.update(wants(CART, "a"), 1);
        desired.updateAll(List.of(new Rejected(CART, List.of("why"))), 2, true);

        assertThat(desired.wanted(touched).owners()).isEmpty();
        assertThat(desired.wanted(new Everything(true)).entries()).containsOnlyKeys(key("a"));
    }

    @Test
    void asksForAllOfTheServiceThatHasTakenAKey() {
        ServiceName older = new ServiceName("shop-cart", "older");
        Touched touched = desired.update(wants(CART, Wishes.FIRST.plusSeconds(1), "a", "c"), 1);
        desired.update(wants(older, "a", "b"), 2);

        assertThat(desired.wanted(touched).owners())
                .containsOnly(
                        Map.entry(key("a"), older),
                        Map.entry(key("b"), older),
                        Map.entry(key("c"), CART));
    }

    private static ServiceDocuments cart(int nodePort) {
        return documents(service("shop", "cart").nodePort("http", 80, nodePort).exported().build());
    }

    private static String hash(ServiceDocuments documents) {
        return ((ServiceDocuments.Desired) documents).entries().get(0).document().hash();
    }

    @Test
    void wantsAComparisonWhenAServiceOfUnknownKeysIsRefusedNoMore() {
        List<String> rung = new ArrayList<>();
        Desired of = new Desired(Map::of, () -> rung.add("due"));
        of.update(new Rejected(CART, List.of("why")), 1);
        of.update(new Rejected(CART, List.of("why")), 2);
        assertThat(rung).isEmpty();

        of.update(unexported(CART), 3);

        assertThat(rung).hasSize(1);
    }

    /** Another replica may have written what is not wanted any more, and gone before its end. */
    @Test
    void wantsAComparisonAlsoWhenSomeOfItsKeysAreKnown() {
        List<String> rung = new ArrayList<>();
        Desired of = new Desired(Map::of, () -> rung.add("due"));
        of.update(wants(CART, "a"), 1);
        of.update(new Rejected(CART, List.of("why")), 2);

        of.update(unexported(CART), 3);

        assertThat(rung).hasSize(1);
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

        assertThat(desired.update(unclear, 2).isEmpty()).isTrue();
        assertThat(wanted("a")).isPresent();
        desired.updateAll(List.of(unclear), 2, true);
        assertThat(wanted("a")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("unclearOnes")
    void publishesNothingNewWhileAServiceIsUnclear(ServiceDocuments unclear) {
        assertThat(desired.update(unclear, 1).isEmpty()).isTrue();
        assertThat(desired.keys()).isEmpty();
    }

    private Optional<ServiceName> ownerOf(String id) {
        return Optional.ofNullable(desired.wanted(touch(id)).owners().get(key(id)));
    }

    private Optional<KvKey> wanted(String id) {
        return desired.wanted(touch(id)).entry(key(id)).map(entry -> entry.key());
    }
}
