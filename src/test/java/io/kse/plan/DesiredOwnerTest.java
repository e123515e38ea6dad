package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.FIRST;
import static io.kse.plan.Wishes.touch;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has a key that two Services want. */
class DesiredOwnerTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");
    private static final Instant THEN = FIRST.plusSeconds(1);

    private final Desired desired = new Desired(Map::of, () -> {});

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

        assertThat(desired.update(wants(CART, THEN, "shared", "cart"), 2).keys())
                .containsExactlyInAnyOrder(key("cart"), key("shared"));
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

        assertThat(desired.update(unexported(ALBUM), 3).keys())
                .containsExactlyInAnyOrder(key("shared"));
        assertThat(ownerOf("shared")).contains(CART);
        assertThat(wanted("shared")).isPresent();
        assertThat(desired.taken(CART)).isEmpty();
    }

    @Test
    void handsAKeyOverWhenTheFirstVanishesFromTheList() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);
        desired.update(wants(CART, THEN, "shared"), 2);

        desired.updateAll(List.of(wants(CART, THEN, "shared")), 2, true);

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

    private Optional<ServiceName> ownerOf(String id) {
        return Optional.ofNullable(desired.wanted(touch(id)).owners().get(key(id)));
    }

    private Optional<KvKey> wanted(String id) {
        return desired.wanted(touch(id)).entry(key(id)).map(entry -> entry.key());
    }
}
