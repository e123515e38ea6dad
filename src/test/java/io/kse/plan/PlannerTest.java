package io.kse.plan;

import static io.kse.document.DocumentSteps.KEYS;
import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Current and desired, then the changes that are expected. */
class PlannerTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final KvKey HTTP = key("cluster-shop-cart-http");
    private static final Service GATEWAY =
            service("edge", "gateway").nodePort("https", 443, 30443).build();

    private final Map<KvKey, Stored> current = new HashMap<>();
    private final Map<KvKey, ServiceName> owners = new HashMap<>();
    private final Map<KvKey, KvEntry> desired = new HashMap<>();
    private final Set<ServiceName> refused = new HashSet<>();
    private final Set<ServiceName> changing = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private Unowned unowned = Unowned.STAYS;
    private boolean filtered;
    private Optional<KeyTemplate> template = Optional.empty();

    @Test
    void doesNothingIfNothingIsDesired() {
        current(HTTP, 7, "anything");

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().transactions()).isEmpty();
    }

    @Test
    void putsWhatIsNew() {
        desired(cart(30080));

        assertThat(changes()).containsExactly(Put.of(desired.get(HTTP), 0, "new"));
    }

    @Test
    void leavesWhatIsThere() {
        desired(cart(30080));
        current(HTTP, 7, desired.get(HTTP).json());

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void leavesTheSameValuesWhateverTheirBytes() {
        desired(cart(30080).annotation("custom-attrs", "{\"a\":1.0,\"b\":[]}"));
        current(
                HTTP,
                7,
                """
                {"custom_attrs": {"b": [], "a": 1}, "backend_protocol":"http",
                 "health_check_port": 30080, "service_per_cluster":true, "port":30080,
                 "ClusterName":"cluster", "hash":"%s", "unknown": 1}
                """
                        .formatted(desired.get(HTTP).document().hash()));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void putsWhatChanged() {
        current(HTTP, 7, json(cart(30080)));
        desired(cart(30081));

        assertThat(changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Put.class,
                        put -> {
                            assertThat(put.value()).isEqualTo(desired.get(HTTP).json());
                            assertThat(put.index()).isEqualTo(7);
                            assertThat(put.why())
                                    .contains(
                                            "port 30080 -> 30081",
                                            "health_check_port 30080 -> 30081")
                                    .doesNotContain("dns_name");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hand-written", "{\"port\":\"http\"}", "[]", "{"})
    void replacesWhatIsNoDocument(String garbage) {
        desired(cart(30080));
        current(HTTP, 7, garbage);

        assertThat(changes())
                .containsExactly(Put.of(desired.get(HTTP), 7, "what was stored is no document"));
    }

    @Test
    void deletesWhatIsNotWantedAnyMore() {
        owners.put(HTTP, CART);
        current(HTTP, 7, json(cart(30080)));

        assertThat(changes()).containsExactly(new Delete(HTTP, 7, "a test"));
    }

    @Test
    void doesNotDeleteWhatIsNotThere() {
        owners.put(HTTP, CART);

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void leavesKeysAloneThatNothingIsSaidOf() {
        KvKey other = key("cluster-shop-cart-other");
        current(other, 8, json(cart(1)));
        owners.put(HTTP, CART);
        current(HTTP, 7, json(cart(30080)));

        assertThat(changes()).extracting(KvChange::key).containsExactly(HTTP);
    }

    @Test
    void leavesWhatLeadsThroughAnIngressWhosePortIsGone() {
        current(HTTP, 7, json(cart(30080).through("edge", "gateway", "https")));
        desired(cart(30080).through("edge", "gateway", "renamed"));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void replacesWhatDidNotLeadThroughTheIngress() {
        current(HTTP, 7, json(cart(30080)));
        desired(cart(30081).through("edge", "gateway", "renamed"));

        assertThat(changes()).hasSize(1);
    }

    @Test
    void replacesWhatLeadsThroughAnIngressThatIsNotNamedAnyMore() {
        current(HTTP, 7, json(cart(30080).through("edge", "gateway", "https")));
        desired(cart(30080));

        assertThat(changes()).hasSize(1);
    }

    @Test
    void writesNothingTwice() {
        KvKey old = key("cluster-shop-cart-old");
        owners.put(old, CART);
        current(old, 7, json(cart(30080)));
        desired(cart(30080).nodePort("admin", 81, 30081));
        desired(service("shop", "other").nodePort("http", 80, 30090).exported());

        apply(plan());

        assertThat(plan().isEmpty()).isTrue();
        assertThat(current).containsOnlyKeys(desired.keySet());
    }

    @Test
    void repairsValuesThatChangedUnderTheSameHash() {
        desired(cart(30080));
        current(HTTP, 7, desired.get(HTTP).json().replace("\"port\":30080", "\"port\":1"));

        assertThat(changes())
                .containsExactly(Put.of(desired.get(HTTP), 7, "port 1 -> 30080").asRepair());
    }

    @Test
    void deletesADocumentOfOursThatNoServiceWants() {
        unowned = Unowned.ORPHANED;
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().orphans())
                .containsExactly(new Delete(HTTP, 7, "orphan: not wanted any more by any Service"));
        assertThat(plan().changes()).isEmpty();
    }

    @Test
    void leavesOrphansWhileItIsNotKnownWhatIsGone() {
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void leavesOrphansWhileConsulHidesKeysFromUs() {
        unowned = Unowned.ORPHANED;
        filtered = true;
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void leavesWhatSomebodyHasWrittenByHand() {
        unowned = Unowned.ORPHANED;
        current(HTTP, 7, "{\"port\": 80}");

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().left()).containsOnlyKeys(HTTP);
    }

    @Test
    void leavesWhatWasWrittenByHandWhereADocumentIsToGo() {
        owners.put(HTTP, CART);
        current(HTTP, 7, "a note");

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().left()).containsExactly(Map.entry(HTTP, "not ours: it is no document"));
    }

    @Test
    void tellsWhatIsNotOursFromWhatStaysForOtherReasons() {
        unowned = Unowned.ORPHANED;
        KvKey note = key("a-note");
        current(note, 7, "a note");
        refused.add(CART);
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().left()).containsOnlyKeys(note, HTTP);
        assertThat(plan().foreign())
                .containsExactly(Map.entry(note, "not ours: it is no document"));
    }

    @Test
    void bringsARefusedServiceToWhatItWantedBefore() {
        refused.add(CART);
        refused.add(new ServiceName("shop", "other"));
        desired(cart(30080));
        current(HTTP, 7, json(cart(30081)));
        seen.add(documentsOf(cart(30081)).entries().get(0).document().hash());

        assertThat(changes()).singleElement().isInstanceOf(Put.class);
    }

    @Test
    void repairsWhatSomebodyHasChangedInADocumentOfARefusedService() {
        refused.add(CART);
        desired(cart(30080));
        current(HTTP, 7, json(cart(30080)).replace("\"port\":30080", "\"port\":30081"));

        assertThat(changes()).singleElement().isInstanceOf(Put.class);
    }

    /** The leader before has seen it valid once more, and we have not. */
    @Test
    void leavesAVersionOfARefusedServiceThatWeHaveNeverSeen() {
        refused.add(CART);
        desired(cart(30080));
        current(HTTP, 7, json(cart(30081)));

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().left())
                .containsExactly(Map.entry(HTTP, "kept for Service shop/cart, which is refused"));
    }

    /** It had another port then, and this one no more. */
    @Test
    void doesNotBringBackWhatARefusedServiceHadBeforeWhatWeHaveNeverSeen() {
        refused.add(CART);
        desired(cart(30080));
        KvKey admin = key("cluster-shop-cart-admin");
        current(admin, 7, json(service("shop", "cart").nodePort("admin", 81, 30081).exported()));

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().left()).containsKey(HTTP);
    }

    @Test
    void restoresWhatARefusedServiceHasLost() {
        refused.add(CART);
        desired(cart(30080));

        assertThat(changes()).singleElement().isInstanceOf(Put.class);
    }

    @Test
    void leavesKeysOutsideOfOurs() {
        unowned = Unowned.ORPHANED;
        current(KEYS.brake(), 7, json(cart(30080)));

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().left()).isEmpty();
    }

    @Test
    void leavesWhatARefusedServiceMayHavePublished() {
        unowned = Unowned.ORPHANED;
        refused.add(CART);
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().left())
                .containsExactly(Map.entry(HTTP, "kept for Service shop/cart, which is refused"));
    }

    @Test
    void leavesAnOrphanToTheEventThatIsOnItsWay() {
        unowned = Unowned.ORPHANED;
        changing.add(CART);
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().isEmpty()).isTrue();
        assertThat(plan().isLeftToEvents()).isTrue();
    }

    @Test
    void leavesNothingToEventsThatHaveNothingToTell() {
        unowned = Unowned.ORPHANED;
        changing.add(CART);
        refused.add(CART);
        current(HTTP, 7, json(cart(30080)));

        assertThat(plan().isLeftToEvents()).isFalse();
    }

    @Test
    void movesAKeyInOneGo() {
        unowned = Unowned.ORPHANED;
        KvKey old = key("blue-cluster-shop-cart-http");
        current(old, 7, json(cart(30080).annotation("id-prefix", "blue")));
        desired(cart(30080));

        assertThat(changes())
                .containsExactly(
                        Put.of(desired.get(HTTP), 0, "new"),
                        new Delete(old, 7, "orphan: not wanted any more by Service shop/cart"));
    }

    @Test
    void doesNotTakeAKeyFromARefusedServiceThatHasMadeWhatIsThere() {
        ServiceName other = new ServiceName("shop-cart", "http");
        refused.add(other);
        KvKey shared = key("cluster-shop-cart-http-80");
        desired(service("shop", "cart").exported().nodePort("http-80", 80, 30080));
        current(shared, 7, json(service("shop-cart", "http").nodePort(null, 80, 30099).exported()));

        assertThat(plan().left()).containsOnlyKeys(shared);
        assertThat(plan().isEmpty()).isTrue();
        refused.clear();
        assertThat(changes()).hasSize(1);
    }

    @Test
    void comparesDocumentsOfAThousandLevels() {
        String attrs = "{\"a\":".repeat(999) + "{}" + "}".repeat(999);
        desired(cart(30080).annotation("custom-attrs", attrs));

        apply(plan());

        assertThat(plan().isEmpty()).isTrue();
    }

    private static Services cart(int nodePort) {
        return service("shop", "cart").nodePort("http", 80, nodePort).exported();
    }

    private static ServiceDocuments.Desired documentsOf(Services service) {
        return (ServiceDocuments.Desired) documents(service.build(), GATEWAY);
    }

    private static String json(Services service) {
        return documentsOf(service).entries().get(0).json();
    }

    private void desired(Services service) {
        ServiceDocuments.Desired documents = documentsOf(service);
        for (KvEntry entry : documents.entries()) {
            owners.put(entry.key(), documents.service());
            desired.put(entry.key(), entry);
        }
    }

    private void current(KvKey key, long index, String value) {
        current.put(key, new Stored(index, value.getBytes(StandardCharsets.UTF_8)));
    }

    private Plan plan() {
        Wanted wanted =
                new Wanted(
                        owners,
                        desired,
                        "a test",
                        unowned,
                        refused,
                        changing,
                        false,
                        Optional.empty(),
                        seen);
        return new Planner(KEYS, template).plan(wanted, new Snapshot(current, filtered));
    }

    private List<KvChange> changes() {
        assertThat(plan().changes()).containsOnlyKeys(CART);
        return plan().changes().get(CART);
    }

    private void apply(Plan plan) {
        for (Transaction transaction : plan.transactions()) {
            for (KvChange change : transaction.changes()) {
                if (change instanceof Put put) {
                    current(put.key(), put.index() + 1, put.value());
                } else {
                    current.remove(change.key());
                }
            }
        }
    }
}
