package io.kse.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.Document;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.json.JsonValue.JsonObject;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName BOOK = new ServiceName("shop", "book");

    private final Map<KvKey, ServiceName> owners = new HashMap<>();
    private final Map<KvKey, KvEntry> entries = new HashMap<>();

    private void want(ServiceName owner, String key, String id, int port) {
        want(owner, key, id, port, false);
    }

    private void want(ServiceName owner, String key, String id, int port, boolean yields) {
        KvKey kvKey = new KvKey(key);
        Document document =
                new Document(
                        "1",
                        "prod",
                        port,
                        "",
                        true,
                        "",
                        port,
                        "http",
                        false,
                        "",
                        0,
                        "",
                        new JsonObject(new TreeMap<>()));
        owners.put(kvKey, owner);
        entries.put(kvKey, new KvEntry(kvKey, id, document, "{}", yields));
    }

    private Wishes wishes() {
        return Wishes.of(
                new Wanted(
                        owners,
                        entries,
                        "",
                        Unowned.ORPHANED,
                        Set.of(CART),
                        Set.of(BOOK),
                        false,
                        Optional.empty(),
                        Set.of()));
    }

    @Test
    void areThoseOfAllDocumentsUnderTheirPlainIds() {
        want(CART, "templated/cart", "prod-shop-cart-http", 30080);

        assertThat(wishes().byId().values())
                .containsExactly(
                        new Wish(
                                "prod-shop-cart-http",
                                CART,
                                new KvKey("templated/cart"),
                                30080,
                                Wish.Way.DIRECT));
        assertThat(wishes().refused()).containsExactly(CART);
        assertThat(wishes().changing()).containsExactly(BOOK);
    }

    @Test
    void giveAnIdToTheFirstServiceByName() {
        want(CART, "a/one", "the-same", 30080);
        want(BOOK, "b/two", "the-same", 30081);

        assertThat(wishes().byId().get("the-same").owner()).isEqualTo(BOOK);
        assertThat(wishes().doubles())
                .containsExactly("Service shop/book has it, not Service shop/cart: the-same");
    }

    @Test
    void giveEachIdToTheFirstServiceByNameHoweverManyThereAre() {
        for (int i = 0; i < 20; i++) {
            want(CART, "cart" + i, "id" + i, 30080);
            want(BOOK, "book" + i, "id" + i, 30081);
        }

        assertThat(wishes().byId().values()).hasSize(20).allMatch(w -> w.owner().equals(BOOK));
    }

    @Test
    void knowWhichPortsHaveLostThatOfTheirIngressService() {
        want(CART, "cart", "cart", 30080, true);

        assertThat(wishes().byId().get("cart").way()).isEqualTo(Wish.Way.UNLESS_THROUGH_INGRESS);
    }

    @Test
    void rememberWhatIsStillThere() {
        want(CART, "cart", "cart", 1);
        want(BOOK, "book", "book", 2);
        Wishes before = wishes();
        entries.clear();
        owners.clear();

        Wishes all = wishes().with(before, Set.of("cart"));

        assertThat(all.byId()).containsOnlyKeys("cart");
        assertThat(wishes().changedFrom(all)).containsExactly("cart");
        assertThat(wishes().changedFrom(all.without("cart"))).isEmpty();
    }
}
