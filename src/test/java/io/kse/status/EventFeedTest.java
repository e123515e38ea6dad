package io.kse.status;

import static io.kse.document.DocumentSteps.KEYS;
import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static io.kse.status.EventReason.DELETE_HELD;
import static io.kse.status.EventReason.EXPORTED;
import static io.kse.status.EventReason.INGRESS_FOUND;
import static io.kse.status.EventReason.INGRESS_NOT_FOUND;
import static io.kse.status.EventReason.KEY_TAKEN;
import static io.kse.status.EventReason.NO_NODE_PORT;
import static io.kse.status.EventReason.REJECTED;
import static io.kse.status.EventReason.UNEXPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.plan.Desired;
import io.kse.plan.KvChange;
import io.kse.plan.Plan;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Touch;
import io.kse.plan.Transaction;
import io.kse.plan.Wanted;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import io.kse.status.EventSchedule.Due;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A Service's way through notices and plans, without Consul. */
class EventFeedTest {
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final KvKey KEY = key("cluster-shop-cart-http");

    private final EventSchedule schedule = new EventSchedule();
    private boolean leads = true;
    private final EventFeed feed =
            new EventFeed(KEYS, schedule, () -> leads, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Desired desired = new Desired(Map::of, () -> {});
    private final Planner planner = new Planner(KEYS, Optional.empty());
    private final Notices notices = notices();
    private final Map<KvKey, Stored> consul = new TreeMap<>();
    private Set<KvKey> held = Set.of();
    private long arrival;

    private Notices notices() {
        Notices told = new Notices(desired::taken);
        told.onTold(feed);
        return told;
    }

    @Test
    void saysWhatWasWritten() {
        started();

        happens(documents(cart().build()));

        assertThat(said()).containsExactly(event(EXPORTED, "published in Consul: " + KEY));
    }

    @Test
    void saysNothingOfWhatIsWrittenAlreadyAtAStart() {
        stored(cart().build());

        started(documents(cart().build()));
        compare(documents(cart().build()));
        happens(documents(cart().build()));

        assertThat(said()).isEmpty();
    }

    @Test
    void saysWhatIsWrittenAtAStart() {
        started(documents(cart().build()));

        assertThat(said()).containsExactly(event(EXPORTED, "published in Consul: " + KEY));
    }

    @Test
    void saysOnceThatANewServiceIsPublishedAsItShouldBe() {
        started();
        stored(cart().build());

        happens(documents(cart().build()));
        happens(documents(cart().build()));

        assertThat(said()).containsExactly(event(EXPORTED, "published in Consul: " + KEY));
    }

    @Test
    void saysWhatIsGoneAndWhy() {
        started(documents(cart().build()));
        said();

        happens(new NotExported(CART, "its annotation is false"));

        assertThat(said())
                .containsExactly(
                        event(
                                UNEXPORTED,
                                "not published any more (Service shop/cart: its annotation is"
                                        + " false): "
                                        + KEY));
    }

    @Test
    void saysBothWhenAKeyMoves() {
        started(documents(cart().build()));
        said();

        happens(documents(cart().annotation("id-prefix", "blue").build()));

        assertThat(said()).extracting(OwnerEvent::reason).containsExactly(EXPORTED, UNEXPORTED);
    }

    /** It was unexported while nobody looked. */
    @Test
    void saysWhoseOrphansAreGone() {
        stored(cart().build());

        started(new NotExported(CART, "its annotation is false"));

        assertThat(said())
                .containsExactly(
                        event(
                                UNEXPORTED,
                                "not published any more (it does not ask for that any more): "
                                        + KEY));
    }

    @Test
    void saysWhatIsRefusedAlsoAtAStart() {
        started(documents(mistaken()));

        assertThat(said())
                .containsExactly(
                        event(
                                REJECTED,
                                "refused, what was published stays; annotation"
                                        + " kube-service-exporter.github.com/load-balancer-listen-port:"
                                        + " value \"x\": accepted is a decimal 32-bit integer,"
                                        + " such as 443"));
    }

    @Test
    void saysWhatCannotBeDecided() {
        started(new Undecided(CART, List.of("a typo")));

        assertThat(said())
                .containsExactly(
                        event(
                                REJECTED,
                                "neither exported nor unexported, what was published stays; a"
                                        + " typo"));
    }

    @Test
    void saysThatACorrectedServiceIsAsItShouldBe() {
        started(documents(cart().build()));
        happens(documents(mistaken()));
        said();

        happens(documents(cart().build()));

        assertThat(said()).containsExactly(event(EXPORTED, "published in Consul: " + KEY));
        assertThat(said()).isEmpty();
    }

    @Test
    void saysThatTheIngressServiceIsMissingAndThatItIsThere() {
        Service behind = cart().through("edge", "gateway", "tls").build();
        started(documents(behind));
        assertThat(said())
                .containsExactly(
                        event(
                                INGRESS_NOT_FOUND,
                                "waits for its ingress Service, what was published stays; ingress"
                                        + " Service edge/gateway does not exist"));

        Service gateway = service("edge", "gateway").nodePort("tls", 443, 30443).build();
        happens(documents(behind, gateway));

        assertThat(said())
                .containsExactly(
                        event(
                                INGRESS_FOUND,
                                "its ingress Service is there: reached through it as"
                                        + " http.cart.shop.local"),
                        event(EXPORTED, "published in Consul: " + KEY));
    }

    @Test
    void tellsAMissingPortOfTheIngressServiceFromAMissingNodePort() {
        Service gateway = service("edge", "gateway").nodePort("other", 443, 30443).build();
        Service behind = cart().through("edge", "gateway", "tls").build();

        started(documents(behind, gateway));
        assertThat(said())
                .contains(
                        event(
                                INGRESS_NOT_FOUND,
                                "port \"tls\" of ingress Service edge/gateway is not there: "
                                        + KEY
                                        + " goes without ingress, unless it is published through"
                                        + " it already"));

        happens(documents(cart().port("admin", 81).build()));
        assertThat(said())
                .contains(event(NO_NODE_PORT, "port \"admin\" has no NodePort: not published"));
    }

    @Test
    void saysWhoHasTheKey() {
        Service older = service("shop-cart", "x").exported().nodePort("http", 80, 30081).build();
        Service cart = service("shop", "cart-x").exported().nodePort("http", 80, 30080).build();

        started(documents(older), documents(cart));

        assertThat(said())
                .contains(
                        new OwnerEvent(
                                new ServiceName("shop-cart", "x"),
                                KEY_TAKEN,
                                "key "
                                        + key("cluster-shop-cart-x-http")
                                        + " belongs to the older Service shop/cart-x"));
    }

    @Test
    void saysOnceThatAKeyWasTakenOverAndNothingOfThoseThatWereThere() {
        ServiceDocuments younger =
                documents(
                        service("shop-cart", "x")
                                .exported()
                                .nodePort("http", 80, 30081)
                                .nodePort("own", 81, 30082)
                                .build());
        ServiceName older = new ServiceName("shop", "cart-x");
        started(
                documents(service("shop", "cart-x").exported().nodePort("http", 80, 30080).build()),
                younger);
        said();

        happens(new NotExported(older, "its annotation is false"));
        assertThat(said())
                .contains(
                        new OwnerEvent(
                                younger.service(),
                                EXPORTED,
                                "published in Consul: " + key("cluster-shop-cart-x-http")));
        compare(new NotExported(older, "its annotation is false"), younger);
        happens(younger);

        assertThat(said()).isEmpty();
    }

    @Test
    void saysWhoseDeletesAreHeldUntilTheyAreNot() {
        started(documents(cart().build()));
        said();
        held = Set.of(KEY);

        happens(new NotExported(CART, "its annotation is false"));
        assertThat(said())
                .containsExactly(
                        event(
                                DELETE_HELD,
                                "held, since too many would go at once; whoever writes the id that"
                                        + " is in Consul at kse/brake/cluster to"
                                        + " kse/brake/cluster/release lets them go: "
                                        + KEY));

        held = Set.of();
        compare(new NotExported(CART, "its annotation is false"));
        assertThat(said()).extracting(OwnerEvent::reason).containsExactly(UNEXPORTED);
        assertThat(schedule.end(CART, DELETE_HELD)).isFalse();
    }

    @Test
    void knowsWhoseHeldOrphansTheseAre() {
        stored(cart().build());
        held = Set.of(KEY);

        started(new NotExported(CART, "its annotation is false"));

        assertThat(said()).extracting(OwnerEvent::reason).containsExactly(DELETE_HELD);
    }

    /** What the leader says, as soon as it has written it. */
    @Test
    void aStandbyHasNoNews() {
        started();
        leads = false;
        stored(cart().build());
        notices.tell(documents(cart().build()));
        leads = true;

        compare(documents(cart().build()));

        assertThat(said()).isEmpty();
    }

    @Test
    void forgetsServicesThatAreGone() {
        started(documents(mistaken()));
        said();

        compare();

        assertThat(schedule.end(CART, REJECTED)).isFalse();
    }

    private static Services cart() {
        return service("shop", "cart").exported().nodePort("http", 80, 30080);
    }

    private static Service mistaken() {
        return cart().annotation("load-balancer-listen-port", "x").build();
    }

    private static OwnerEvent event(EventReason reason, String note) {
        return new OwnerEvent(CART, reason, note);
    }

    private void stored(Service service) {
        List<KvEntry> entries = ((ServiceDocuments.Desired) documents(service)).entries();
        entries.forEach(entry -> store(entry.key(), entry.json()));
    }

    private void store(KvKey key, String json) {
        consul.put(key, new Stored(1, json.getBytes(StandardCharsets.UTF_8)));
    }

    private void started(ServiceDocuments... all) {
        compare(all);
    }

    private void compare(ServiceDocuments... all) {
        desired.updateAll(List.of(all), ++arrival, true);
        notices.tellAll(List.of(all));
        change(desired.everything(true, true));
    }

    private void happens(ServiceDocuments documents) {
        Touch touched = desired.update(documents, ++arrival);
        notices.tell(documents);
        change(touched);
    }

    private void change(Touch touch) {
        Wanted wanted = desired.wanted(touch);
        Snapshot snapshot = new Snapshot(consul);
        Plan plan = planner.plan(wanted, snapshot);
        feed.planned(plan, wanted, snapshot, held);
        plan.transactions().forEach(this::make);
    }

    private void make(Transaction transaction) {
        if (transaction.changes().stream().map(KvChange::key).noneMatch(held::contains)) {
            transaction.changes().forEach(this::make);
            feed.made(transaction);
        }
    }

    private void make(KvChange change) {
        if (change instanceof KvChange.Put put) {
            store(put.key(), put.value());
        } else {
            consul.remove(change.key());
        }
    }

    private List<OwnerEvent> said() {
        List<OwnerEvent> said = new ArrayList<>();
        Instant later = NOW;
        for (int i = 0; i < 5; i++, later = later.plusSeconds(1)) {
            Optional<Due> due = schedule.next(later, true);
            due.map(Due::event).ifPresent(said::add);
        }
        return said;
    }
}
