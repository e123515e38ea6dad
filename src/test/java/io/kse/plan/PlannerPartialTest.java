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
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While Services of some namespace have never been listed. */
class PlannerPartialTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final KvKey HTTP = key("cluster-shop-cart-http");

    /** The port {@code http-80} of shop/cart and the unnamed one of shop-cart/http share it. */
    private static final KvKey SHARED = key("cluster-shop-cart-http-80");

    /** As a template makes it that holds a class, say. */
    private static final KvKey UNTELLING = key("internal");

    private static final String KEPT = "kept: not all namespaces are known yet";
    private static final Service GATEWAY =
            service("edge", "gateway").nodePort("https", 443, 30443).build();

    private final Map<KvKey, Stored> current = new HashMap<>();
    private final Map<KvKey, ServiceName> owners = new HashMap<>();
    private final Map<KvKey, KvEntry> desired = new HashMap<>();
    private final Set<ServiceName> refused = new HashSet<>();

    @Test
    void putsWhatIsNew() {
        desired(cart(30080));

        assertThat(changes()).containsExactly(Put.of(desired.get(HTTP), 0, "new"));
    }

    @Test
    void leavesWhatReadsTheSameWhoeverMadeIt() {
        desired(cart(30080));
        current(HTTP, desired.get(HTTP).json().replace("\"load_balancer_class\":\"\",", ""));

        assertLeft(Map.of());
    }

    static Stream<Services> changed() {
        return Stream.of(
                cart(30081),
                cart(30080).annotation("custom-attrs", "{\"a\":1}"),
                cart(30080).annotation("load-balancer-class", "internal"),
                cart(30080).through("edge", "gateway", "https"),
                cart(30081).through("edge", "gateway", "https"));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void putsWhatChangedOfTheServiceThatMadeIt(Services now) {
        current(HTTP, json(cart(30080)));
        desired(now);

        assertThat(changes()).singleElement().isInstanceOf(Put.class);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void putsTheServiceBackAsItWas(Services before) {
        current(HTTP, json(before));
        desired(cart(30080));

        assertThat(changes()).singleElement().isInstanceOf(Put.class);
    }

    @Test
    void doesNotTakeAKeyFromAServiceThatMayBeInAnUnknownNamespace() {
        current(SHARED, json(service("shop-cart", "http").nodePort(null, 80, 30099).exported()));
        desired(service("shop", "cart").exported().nodePort("http-80", 80, 30080));

        assertLeft(Map.of(SHARED, KEPT));
    }

    @Test
    void doesNotTakeAKeyOverFromAServiceThatIsGone() {
        current(SHARED, json(service("shop-cart", "http").nodePort(null, 80, 30099).exported()));
        owners.put(SHARED, CART);

        assertLeft(Map.of(SHARED, KEPT));
    }

    @Test
    void deletesWhatTheServiceItselfMade() {
        owners.put(HTTP, CART);
        current(HTTP, json(cart(30080)));

        assertThat(changes()).containsExactly(new Delete(HTTP, 7, "a test"));
    }

    @Test
    void keepsWhatIsRefused() {
        refused.add(CART);
        owners.put(HTTP, CART);
        current(HTTP, json(cart(30080)));

        assertLeft(Map.of(HTTP, "kept for Service shop/cart, which is refused"));
    }

    @Test
    void deletesNoOrphan() {
        current(HTTP, json(cart(30080)));

        assertLeft(Map.of());
    }

    /** The old key is an orphan once all namespaces are known. */
    @Test
    void movesAKeyByPuttingTheNewOneOnly() {
        current(key("blue-cluster-shop-cart-http"), json(cart(30080)));
        desired(cart(30080));

        assertThat(changes()).containsExactly(Put.of(desired.get(HTTP), 0, "new"));
    }

    @Test
    void movesAKeyThatTheEventNames() {
        KvKey old = key("blue-cluster-shop-cart-http");
        current(old, json(cart(30080).annotation("id-prefix", "blue")));
        owners.put(old, CART);
        desired(cart(30080));

        assertThat(changes())
                .containsExactly(Put.of(desired.get(HTTP), 0, "new"), new Delete(old, 7, "a test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hand-written", "{\"port\":\"http\"}", "[]", "{"})
    void replacesWhatIsNoDocument(String garbage) {
        desired(cart(30080));
        current(HTTP, garbage);

        assertThat(changes())
                .containsExactly(Put.of(desired.get(HTTP), 7, "what was stored is no document"));
    }

    @Test
    void putsWhatChangedOfTheSamePortThoughTheKeyDoesNotNameIt() {
        desiredAt(UNTELLING, cart(30081));
        current(UNTELLING, json(cart(30080).annotation("load-balancer-class", "internal")));

        assertThat(changes())
                .containsExactly(
                        Put.of(
                                desired.get(UNTELLING),
                                7,
                                "port 30080 -> 30081, health_check_port 30080 -> 30081,"
                                        + " load_balancer_class \"internal\" -> \"\""));
    }

    @Test
    void leavesAnotherPortsDocumentWhereTheKeyDoesNotNameIt() {
        desiredAt(UNTELLING, cart(30080));
        current(UNTELLING, json(service("shop", "cart").nodePort("admin", 80, 30080).exported()));

        assertLeft(Map.of(UNTELLING, KEPT));
    }

    @Test
    void repairsDriftUnderTheHashThatIsWanted() {
        desired(cart(30080));
        current(HTTP, desired.get(HTTP).json().replace("\"port\":30080", "\"port\":1"));

        assertThat(changes())
                .containsExactly(Put.of(desired.get(HTTP), 7, "port 1 -> 30080").asRepair());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "14b57b8383342234", "no hash"})
    void leavesADocumentWhoseHashProvesNothing(String hash) {
        desired(cart(30080));
        current(
                HTTP,
                desired.get(HTTP)
                        .json()
                        .replace(desired.get(HTTP).document().hash(), hash)
                        .replace("\"port\":30080", "\"port\":1"));

        assertLeft(Map.of(HTTP, KEPT));
    }

    @Test
    void keepsWhatLeadsThroughAnIngressWhosePortIsGone() {
        current(HTTP, json(cart(30080).through("edge", "gateway", "https")));
        desired(cart(30080).through("edge", "gateway", "renamed"));

        assertLeft(Map.of(HTTP, "stays behind its ingress Service, whose port is gone"));
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
        for (KvEntry entry : documentsOf(service).entries()) {
            owners.put(entry.key(), CART);
            desired.put(entry.key(), entry);
        }
    }

    private void desiredAt(KvKey key, Services service) {
        KvEntry entry = documentsOf(service).entries().get(0);
        owners.put(key, CART);
        desired.put(
                key,
                new KvEntry(
                        key,
                        entry.serviceId(),
                        entry.document(),
                        entry.json(),
                        entry.yieldsToIngress()));
    }

    private void current(KvKey key, String value) {
        current.put(key, new Stored(7, value.getBytes(StandardCharsets.UTF_8)));
    }

    private Plan plan(boolean partial) {
        Wanted wanted =
                new Wanted(
                        owners,
                        desired,
                        "a test",
                        Unowned.ORPHANED,
                        refused,
                        Set.of(),
                        partial,
                        Optional.empty(),
                        Set.of());
        return new Planner(KEYS, Optional.empty()).plan(wanted, new Snapshot(current));
    }

    private List<KvChange> changes() {
        assertThat(plan(true).orphans()).isEmpty();
        assertThat(plan(true).left()).isEmpty();
        return plan(true).changes().get(CART);
    }

    private void assertLeft(Map<KvKey, String> left) {
        assertThat(plan(true).isEmpty()).isTrue();
        assertThat(plan(true).left()).isEqualTo(left);
    }
}
